package switchboard.chat;

/**
 * The greeting of a chat hub. {@link LineChatHandler} sends the greeting to each client, and {@link
 * ChatClient} recognises a hub by the greeting.
 */
final class Greeting {
  private static final String OPENING = "-- Welcome to the switchboard. ";
  private static final String QUESTION = "What is your name?";

  /** The line that asks for another nick after a nick was rejected. */
  static final String AGAIN = "-- " + QUESTION;

  private Greeting() {}

  /** Returns the greeting for a new member with the assigned nick {@code nick}. */
  static String to(String nick) {
    return OPENING + QUESTION + " (press Enter for " + nick + ")";
  }

  /** Returns whether {@code line}, the first line of a peer, is the greeting of a hub. */
  static boolean opens(String line) {
    return line.startsWith(OPENING);
  }
}
