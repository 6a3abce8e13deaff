package switchboard.hub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import switchboard.transfer.FileReceiver;

/**
 * Recognizes the standard protocols of a hub. Each package-private method implements {@link
 * Protocol#recognize} for one protocol.
 */
final class Recognizers {
  private static final Pattern PROXY_TEXT = Pattern.compile("PROXY (TCP4|TCP6|UNKNOWN)");
  private static final Pattern HTTP =
      Pattern.compile(
          "(GET|HEAD|POST|PUT|OPTIONS|DELETE|PATCH|TRACE) (/|https?://)"
              + "|OPTIONS \\* |CONNECT [!-;=-~]+:[0-9]");
  private static final Pattern IRC = Pattern.compile("(CAP|NICK|USER|PASS|AUTHENTICATE|WEBIRC) ");
  private static final Pattern TUTORIAL_FILE = Pattern.compile("[^\0\r\n]*<SEPARATOR>[0-9]");

  /** The signature of version 2 of the PROXY protocol. */
  private static final byte[] PROXY_BINARY =
      "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte TLS_HANDSHAKE = 0x16;
  private static final byte[] TLS = {TLS_HANDSHAKE, 3};
  private static final int TELNET_IAC = 255;
  private static final int TELNET_COMMANDS = 240;

  private Recognizers() {}

  /** Recognizes a TLS handshake record (RFC 8446 §5.1). */
  static Recognition tls(ByteBuffer prefix, boolean complete) {
    return Protocol.startsWith(prefix, TLS);
  }

  /** Recognizes the PROXY protocol, version 1 or 2. */
  static Recognition proxy(ByteBuffer prefix, boolean complete) {
    Recognition binary = Protocol.startsWith(prefix, PROXY_BINARY);
    return binary == Recognition.NO ? matches(PROXY_TEXT, prefix) : binary;
  }

  /** Recognizes an HTTP request line (RFC 9112 §3). */
  static Recognition http(ByteBuffer prefix, boolean complete) {
    return matches(HTTP, prefix);
  }

  /** Recognizes the transfer protocol of this project (docs/protocols/transfer.md). */
  static Recognition transfer(ByteBuffer prefix, boolean complete) {
    byte[] bytes = bytes(prefix);
    if (bytes.length == 0) {
      return Recognition.NEED_MORE;
    }
    if (FileReceiver.isSender(bytes)) {
      return Recognition.YES;
    }
    return FileReceiver.mayBeSender(bytes) ? Recognition.NEED_MORE : Recognition.NO;
  }

  /** Recognizes IRC registration (RFC 2812 §3.1). */
  static Recognition irc(ByteBuffer prefix, boolean complete) {
    return matches(IRC, prefix);
  }

  /**
   * Recognizes the header of the file transfer in a common Python tutorial: a file name in UTF-8, a
   * separator and a size.
   */
  static Recognition tutorialFile(ByteBuffer prefix, boolean complete) {
    var matcher = TUTORIAL_FILE.matcher(latin1(prefix));
    boolean found = matcher.lookingAt();
    // Bytes of the file may follow the header in the same segment. These bytes are not checked.
    int length = found ? matcher.end() : prefix.remaining();
    if (!isText(prefix, length)) {
      return Recognition.NO;
    }
    return found ? Recognition.YES : failed(matcher);
  }

  /**
   * Recognizes a telnet command (RFC 854) in the first line, at the start of the line or after
   * UTF-8 text.
   */
  static Recognition telnet(ByteBuffer prefix, boolean complete) {
    int lineEnd = lineEnd(prefix);
    int command = latin1(prefix).substring(0, lineEnd).indexOf(TELNET_IAC);
    if (!isText(prefix, command < 0 ? lineEnd : command)) {
      return Recognition.NO;
    }
    if (command < 0) {
      return lineEnd < prefix.remaining() ? Recognition.NO : Recognition.NEED_MORE;
    }
    if (command + 1 == prefix.remaining()) {
      return complete ? Recognition.YES : Recognition.NEED_MORE;
    }
    int code = prefix.get(prefix.position() + command + 1) & 0xFF;
    boolean valid = code >= TELNET_COMMANDS && code < TELNET_IAC;
    return valid ? Recognition.YES : Recognition.NO;
  }

  /**
   * Recognizes a line of text, or the beginning of a line if the client pauses. Examines only the
   * first line, because the number of further bytes in the same segment is arbitrary.
   */
  static Recognition chat(ByteBuffer prefix, boolean complete) {
    int lineEnd = lineEnd(prefix);
    boolean ended = lineEnd < prefix.remaining();
    if (!isText(prefix, ended ? lineEnd + 1 : lineEnd)) {
      return Recognition.NO;
    }
    return ended || complete ? Recognition.YES : Recognition.NEED_MORE;
  }

  /** Recognizes every connection. The hub tries this protocol last. */
  static Recognition anything(ByteBuffer prefix, boolean complete) {
    return Recognition.YES;
  }

  private static Recognition matches(Pattern pattern, ByteBuffer prefix) {
    var matcher = pattern.matcher(latin1(prefix));
    if (matcher.lookingAt()) {
      return Recognition.YES;
    }
    return failed(matcher);
  }

  /**
   * Returns the result for bytes that do not match a pattern: NEED_MORE if further bytes could make
   * them match ({@link Matcher#hitEnd} reports this), otherwise NO.
   */
  @SuppressWarnings("JdkObsolete")
  private static Recognition failed(Matcher matcher) {
    return matcher.hitEnd() ? Recognition.NEED_MORE : Recognition.NO;
  }

  /**
   * Returns the index of the first line terminator, or the number of bytes if there is no line
   * terminator.
   */
  private static int lineEnd(ByteBuffer prefix) {
    int at = 0;
    while (at < prefix.remaining() && !isLineEnd(prefix.get(prefix.position() + at))) {
      at++;
    }
    return at;
  }

  private static boolean isLineEnd(byte character) {
    return character == '\n' || character == '\r';
  }

  /**
   * Returns whether the first {@code length} bytes are text. Text never starts with the first byte
   * of a TLS handshake, which is the control character SYN in ASCII.
   */
  private static boolean isText(ByteBuffer prefix, int length) {
    boolean empty = length == 0;
    return empty
        || (prefix.get(prefix.position()) != TLS_HANDSHAKE
            && Utf8Prefix.isText(bytes(prefix.slice(prefix.position(), length))));
  }

  /**
   * Decodes each byte to one character, so that an index in the string is also the index of the
   * byte.
   */
  private static String latin1(ByteBuffer prefix) {
    return new String(bytes(prefix), StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(ByteBuffer prefix) {
    byte[] bytes = new byte[prefix.remaining()];
    prefix.duplicate().get(bytes);
    return bytes;
  }
}
