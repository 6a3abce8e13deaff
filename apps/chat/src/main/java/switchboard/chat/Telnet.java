package switchboard.chat;

import java.util.function.Consumer;

/**
 * Takes telnet's negotiation (RFC 854) out of what a person sends and refuses every option, which
 * leaves plain lines. Its byte 0xFF never occurs in UTF-8, so nobody else is harmed. Belongs to one
 * reader.
 */
final class Telnet {
  private static final int IAC = 255;
  private static final int DONT = 254;
  private static final int DO = 253;
  private static final int WONT = 252;
  private static final int WILL = 251;
  private static final int SUBNEGOTIATION = 250;
  private static final int SUBNEGOTIATION_END = 240;

  /** A subnegotiation that never ends must not swallow all that a person says. */
  private static final int SUBNEGOTIATION_BYTES_MAX = 1024;

  private enum State {
    TEXT,
    COMMAND,
    OPTION,
    SUBNEGOTIATION,
    SUBNEGOTIATION_COMMAND
  }

  private final Consumer<byte[]> answer;
  private State state = State.TEXT;
  private int command;
  private int subnegotiated;

  /**
   * Between two commands.
   *
   * @param answer gets the bytes that a command must be answered with
   */
  Telnet(Consumer<byte[]> answer) {
    this.answer = answer;
  }

  /** Takes the next byte of the stream; whether it belongs to the text. */
  boolean isText(byte next) {
    int value = next & 0xFF;
    if (state == State.TEXT && value != IAC) {
      return true;
    }
    state = after(value);
    return false;
  }

  private State after(int value) {
    return switch (state) {
      case TEXT -> State.COMMAND;
      case COMMAND -> afterCommand(value);
      case OPTION -> {
        refuse((byte) value);
        yield State.TEXT;
      }
      case SUBNEGOTIATION ->
          value == IAC
              ? State.SUBNEGOTIATION_COMMAND
              : ++subnegotiated < SUBNEGOTIATION_BYTES_MAX ? State.SUBNEGOTIATION : State.TEXT;
      case SUBNEGOTIATION_COMMAND ->
          value == SUBNEGOTIATION_END ? State.TEXT : State.SUBNEGOTIATION;
    };
  }

  private State afterCommand(int value) {
    command = value;
    subnegotiated = 0;
    return switch (value) {
      case DO, DONT, WILL, WONT -> State.OPTION;
      case SUBNEGOTIATION -> State.SUBNEGOTIATION;
      default -> State.TEXT;
    };
  }

  /** RFC 854: who is asked to do says won't, who is offered says don't; refusals need no answer. */
  private void refuse(byte option) {
    if (command == DO) {
      answer.accept(new byte[] {(byte) IAC, (byte) WONT, option});
    } else if (command == WILL) {
      answer.accept(new byte[] {(byte) IAC, (byte) DONT, option});
    }
  }
}
