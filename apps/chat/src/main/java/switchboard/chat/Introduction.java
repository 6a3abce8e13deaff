package switchboard.chat;

/**
 * The nick and the room that a {@link ChatClient} sends to a chat hub after the hub's greeting.
 * Immutable.
 *
 * @param nick the nick to take; empty if the user will type it
 * @param room the room to enter, which may begin with {@code #}; empty for the hub's first room
 */
public record Introduction(String nick, String room) {
  /**
   * Creates an introduction. Checks that a hub will read the nick and the room as names, and not as
   * commands or as several lines.
   *
   * @throws IllegalArgumentException if {@code nick} or {@code room} is neither empty nor a valid
   *     name; the message can be shown to a user
   */
  public Introduction {
    if (!nick.isEmpty() && NickRules.parse(nick).isEmpty()) {
      throw new IllegalArgumentException("'" + nick + "' is not a valid name: " + NickRules.RULE);
    }
    if (!room.isEmpty() && NickRules.parseRoom(room).isEmpty()) {
      throw new IllegalArgumentException("'" + room + "' is not a valid room: " + NickRules.RULE);
    }
  }

  /**
   * Returns an empty introduction, for a client that introduces itself with neither a nick nor a
   * room.
   */
  public static Introduction none() {
    return new Introduction("", "");
  }

  /** {@return whether this introduction contains neither a nick nor a room} */
  public boolean isEmpty() {
    return nick.isEmpty() && room.isEmpty();
  }
}
