package switchboard.chat;

import java.util.function.Consumer;

/**
 * Takes telnet's commands (RFC 854) out of what a person sends and refuses every option. A client
 * whose SUPPRESS GO AHEAD (RFC 858) and ECHO (RFC 857) are refused stays in line mode and edits by
 * itself. Erase Character and Erase Line become the control characters for that. Telnet's byte 0xFF
 * never occurs in UTF-8, so no other client is affected. Belongs to one reader.
 */
final class Telnet {
  private static final int IAC = 255;
  private static final int DONT = 254;
  private static final int DO = 253;
  private static final int WONT = 252;
  private static final int WILL = 251;
  private static final int SUBNEGOTIATION = 250;
  private static final int ERASE_LINE = 248;
  private static final int ERASE_CHARACTER = 247;
  private static final int SUBNEGOTIATION_END = 240;

  private static final int NO_TEXT = -1;

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

  /** Whether {@code next} begins a command if it stands in text. */
  static boolean isCommand(byte next) {
    return (next & 0xFF) == IAC;
  }

  /**
   * Takes the next byte of the stream.
   *
   * @return the byte that it stands for in the text, 0 to 255; negative if it stands for none
   */
  int textOf(byte next) {
    int value = next & 0xFF;
    if (state == State.TEXT && value != IAC) {
      return value;
    }
    boolean isCommand = state == State.COMMAND;
    state = after(value);
    return isCommand ? controlCharacter(value) : NO_TEXT;
  }

  /** The editing functions of RFC 854 as the control characters BS and NAK (^U) of ASCII. */
  private static int controlCharacter(int command) {
    return switch (command) {
      case ERASE_CHARACTER -> 0x08;
      case ERASE_LINE -> 0x15;
      default -> NO_TEXT;
    };
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
