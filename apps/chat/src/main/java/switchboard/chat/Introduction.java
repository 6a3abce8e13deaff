package switchboard.chat;

/**
 * The nick and the room that a {@link ChatClient} sends to a hub after its greeting. Immutable.
 *
 * @param nick the nick to take; empty if the user will type it
 * @param room the room to enter, which may begin with {@code #}; empty for the hub's first room
 */
public record Introduction(String nick, String room) {
  /**
   * Checks that a hub will read both as names, and not as commands or as several lines.
   *
   * @throws IllegalArgumentException if one of them is neither empty nor a valid name; the message
   *     can be shown to a user
   */
  public Introduction {
    if (!nick.isEmpty() && NickRules.parse(nick).isEmpty()) {
      throw new IllegalArgumentException("'" + nick + "' is not a valid name: " + NickRules.RULE);
    }
    if (!room.isEmpty() && NickRules.parseRoom(room).isEmpty()) {
      throw new IllegalArgumentException("'" + room + "' is not a valid room: " + NickRules.RULE);
    }
  }

  /** Returns an empty introduction: the client sends nothing. */
  public static Introduction none() {
    return new Introduction("", "");
  }

  /** {@return whether there is neither a nick nor a room} */
  public boolean isEmpty() {
    return nick.isEmpty() && room.isEmpty();
  }
}
