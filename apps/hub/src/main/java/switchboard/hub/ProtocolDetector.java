package switchboard.hub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import switchboard.transfer.FileReceiver;

/**
 * Who is calling, by the first bytes that he sends. Wires that this port does not speak yet are
 * known all the same, so that their clients are not mistaken for a person.
 */
enum ProtocolDetection {
  /** Lines of text, by nc or telnet. */
  PERSON,
  /** A TLS handshake (RFC 8446 §5.1). */
  TLS,
  /** The PROXY protocol, version 1 or 2, from an address that is not trusted to send it. */
  PROXY,
  /** An HTTP request line (RFC 9112 §3). */
  HTTP,
  /** Our own protocol for files (docs/protocols/transfer.md). */
  TRANSFER,
  /** IRC registration (RFC 2812 §3.1). */
  IRC,
  /** The header of a tutorial's file sender: a name, a separator, a size. */
  FILE,
  /** None of these. */
  UNKNOWN,
  /** Hung up without a word, as those do who only look which ports are open. */
  NOBODY,
  /** More bytes are needed to tell: text that has no line end yet, or half a magic. */
  UNDECIDED;

  /** The name of the protocol, for logs; one who stopped in the middle of a line is a person. */
  String protocol() {
    return switch (this) {
      case PERSON, UNDECIDED -> "lines";
      case NOBODY -> "";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }

  /** How many bytes are looked at before it must be decided. */
  static final int BYTES_MAX = 8 * 1024;

  /**
   * The openings in ASCII, in the order in which they are compared: a name such as {@code GET
   * /x<SEPARATOR>5} fits several, and the first one counts. None of them can begin to fit after a
   * later one does, so it makes no difference in which pieces the bytes arrive.
   */
  private static final List<Opening> OPENINGS =
      List.of(
          new Opening(PROXY, "PROXY (TCP4|TCP6|UNKNOWN)"),
          new Opening(
              HTTP,
              "(GET|HEAD|POST|PUT|OPTIONS|DELETE|PATCH|TRACE) (/|https?://)"
                  + "|OPTIONS \\* |CONNECT [!-;=-~]+:[0-9]"),
          new Opening(IRC, "(CAP|NICK|USER|PASS|AUTHENTICATE|WEBIRC) "),
          new Opening(FILE, "[^\0\r\n]*<SEPARATOR>[0-9]"));

  /** The signature of the PROXY protocol's version 2. */
  private static final String PROXY_BINARY = "\r\n\r\n\0\r\nQUIT\n";

  private static final int TLS_HANDSHAKE = 0x16;
  private static final int TLS_MAJOR = 3;
  private static final int TELNET_IAC = 255;
  private static final int TELNET_COMMANDS = 240;

  private record Opening(ProtocolDetection caller, Pattern pattern) {
    Opening(ProtocolDetection caller, String pattern) {
      this(caller, Pattern.compile(pattern));
    }
  }

  /**
   * Decides by the bytes so far. More bytes never change a decision.
   *
   * @param bytes the first bytes of the stream, at least one
   */
  static ProtocolDetection of(byte[] bytes) {
    int first = bytes[0] & 0xFF;
    if (first == TLS_HANDSHAKE || first == TELNET_IAC) {
      return bytes.length < 2 ? UNDECIDED : ofBinary(first, bytes[1] & 0xFF);
    }
    // A byte a character: what follows the opening may be anything.
    String heard = new String(bytes, StandardCharsets.ISO_8859_1);
    if (heard.startsWith(PROXY_BINARY)) {
      return PROXY;
    }
    if (PROXY_BINARY.startsWith(heard)) {
      return UNDECIDED; // also an empty line, of which a person sends nothing more for a while
    }
    if (FileReceiver.mayBeSender(bytes)) {
      return FileReceiver.isSender(bytes) ? TRANSFER : UNDECIDED;
    }
    for (Opening opening : OPENINGS) {
      if (opening.pattern.matcher(heard).lookingAt()) {
        return opening.caller;
      }
    }
    // Whatever follows the first line is not looked at: how it was cut into segments is chance.
    int lineEnd = lineEnd(bytes);
    byte[] line = Arrays.copyOf(bytes, Math.min(lineEnd + 1, bytes.length));
    int command = heard.substring(0, line.length).indexOf(TELNET_IAC);
    if (!Utf8Prefix.isText(command < 0 ? line : Arrays.copyOf(line, command))) {
      return UNKNOWN;
    }
    if (command >= 0) { // after text that was typed before the client negotiated
      return command + 1 < bytes.length
          ? ofBinary(TELNET_IAC, bytes[command + 1] & 0xFF)
          : UNDECIDED;
    }
    return lineEnd < bytes.length ? PERSON : UNDECIDED;
  }

  /** Where the first line ends, or the number of bytes if it does not. */
  private static int lineEnd(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  private static ProtocolDetection ofBinary(int first, int second) {
    if (first == TLS_HANDSHAKE) {
      return second == TLS_MAJOR ? TLS : UNKNOWN;
    }
    return second >= TELNET_COMMANDS && second < TELNET_IAC ? PERSON : UNKNOWN;
  }
}
