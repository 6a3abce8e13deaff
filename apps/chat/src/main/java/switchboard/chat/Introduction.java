package switchboard.chat;

/**
 * What a client says for its person once it knows that it talks to a hub. Immutable.
 *
 * @param nick what he wants to be called; empty = he will say himself
 * @param room where he wants to sit; empty = where the hub puts him
 */
public record Introduction(String nick, String room) {
  /**
   * Checks both, so that a hub takes them for what they are.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public Introduction {
    if (!nick.isEmpty() && NickRules.parse(nick).isEmpty()) {
      throw new IllegalArgumentException("'" + nick + "' is no name: " + NickRules.RULE);
    }
    if (!room.isEmpty() && NickRules.parseRoom(room).isEmpty()) {
      throw new IllegalArgumentException("'" + room + "' is no room: " + NickRules.RULE);
    }
  }

  /** Says nothing. */
  public static Introduction none() {
    return new Introduction("", "");
  }

  /** Whether there is nothing to say. */
  public boolean isEmpty() {
    return nick.isEmpty() && room.isEmpty();
  }
}
