package switchboard.chat;

import java.util.function.Consumer;

/**
 * Removes telnet commands (RFC 854) from a byte stream and refuses every telnet option. Because the
 * options SUPPRESS GO AHEAD (RFC 858) and ECHO (RFC 857) are refused, a telnet client stays in line
 * mode: the user edits a line in the client, which sends only complete lines. The commands Erase
 * Character and Erase Line are translated into the control characters BS and NAK. Clients that do
 * not use telnet are not affected, because the first byte of telnet commands, 0xFF, never occurs in
 * UTF-8. Confined to one thread.
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

  /**
   * The maximum length of a subnegotiation. Bytes after this number are treated as text; otherwise,
   * a subnegotiation that never ends would hide all text after it.
   */
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
   * Creates a filter for a new stream.
   *
   * @param answer a function that sends the bytes of a response to the client
   */
  Telnet(Consumer<byte[]> answer) {
    this.answer = answer;
  }

  /** Returns whether the byte {@code next} begins a telnet command if it occurs in text. */
  static boolean isCommand(byte next) {
    return (next & 0xFF) == IAC;
  }

  /**
   * Processes the next byte of the stream.
   *
   * @return the byte of text that results from {@code next}, 0 to 255; negative if there is none,
   *     because {@code next} is part of a telnet command
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

  /**
   * Translates the editing functions of RFC 854 to the ASCII control characters BS and NAK (^U).
   */
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

  /** Answers DO with WONT and WILL with DONT; DONT and WONT need no response (RFC 854). */
  private void refuse(byte option) {
    if (command == DO) {
      answer.accept(new byte[] {(byte) IAC, (byte) WONT, option});
    } else if (command == WILL) {
      answer.accept(new byte[] {(byte) IAC, (byte) DONT, option});
    }
  }
}
