package switchboard.chat;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Takes telnet's negotiation (RFC 854) out of a line and refuses every option, which leaves plain
 * lines. Its byte 0xFF never occurs in UTF-8, so nobody else is harmed. Belongs to one reader.
 */
final class Telnet {
  private static final int IAC = 255;
  private static final int DONT = 254;
  private static final int DO = 253;
  private static final int WONT = 252;
  private static final int WILL = 251;
  private static final int SUBNEGOTIATION = 250;
  private static final int SUBNEGOTIATION_END = 240;

  private final Consumer<byte[]> answer;

  Telnet(Consumer<byte[]> answer) {
    this.answer = answer;
  }

  /** The line without negotiation; the same array if there is none. */
  byte[] strip(byte[] line) {
    int at = 0;
    while (at < line.length && (line[at] & 0xFF) != IAC) {
      at++;
    }
    if (at == line.length) {
      return line;
    }
    var text = new ByteArrayOutputStream(line.length);
    for (at = 0; at < line.length; ) {
      if ((line[at] & 0xFF) == IAC) {
        at = command(line, at + 1);
      } else {
        text.write(line[at]);
        at++;
      }
    }
    return text.toByteArray();
  }

  /** Deals with the command whose code is at {@code at}; where the text goes on. */
  private int command(byte[] line, int at) {
    int code = at < line.length ? line[at] & 0xFF : 0;
    return switch (code) {
      case DO, DONT, WILL, WONT -> {
        if (at + 1 < line.length) {
          refuse(code, line[at + 1]);
        }
        yield at + 2;
      }
      case SUBNEGOTIATION -> endOfSubnegotiation(line, at + 1);
      default -> at + 1;
    };
  }

  /** RFC 854: who is asked to do says won't, who is offered says don't; refusals need no answer. */
  private void refuse(int code, byte option) {
    if (code == DO) {
      answer.accept(new byte[] {(byte) IAC, (byte) WONT, option});
    } else if (code == WILL) {
      answer.accept(new byte[] {(byte) IAC, (byte) DONT, option});
    }
  }

  private static int endOfSubnegotiation(byte[] line, int from) {
    for (int at = from; at + 1 < line.length; at++) {
      if ((line[at] & 0xFF) == IAC && (line[at + 1] & 0xFF) == SUBNEGOTIATION_END) {
        return at + 2;
      }
    }
    return line.length;
  }
}
