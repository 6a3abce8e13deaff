package switchboard.chat;

/**
 * The first words of a chat to somebody who talks in lines. {@link LineChatHandler} says them, and
 * {@link ChatClient} knows a hub by them: whatever they become, both sides read them here.
 */
final class Greeting {
  private static final String OPENING = "-- Welcome to the switchboard. ";
  private static final String QUESTION = "What is your name?";

  /** What is asked when the name that was given can't be had. */
  static final String AGAIN = "-- " + QUESTION;

  private Greeting() {}

  /** The whole greeting to somebody who is called {@code nick} unless he says otherwise. */
  static String to(String nick) {
    return OPENING + QUESTION + " (Enter alone: " + nick + ")";
  }

  /** Whether the first line of a peer says that it is a hub. */
  static boolean opens(String line) {
    return line.startsWith(OPENING);
  }
}
