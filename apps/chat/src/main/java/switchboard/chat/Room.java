package switchboard.chat;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Fanout;
import switchboard.net.Address;

/**
 * A room of a chat. All members of a room receive the messages of every other member. The messages
 * are numbered, and all members receive them in the same order. Thread-safe.
 */
final class Room {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  private final String name;
  private final Chat chat;
  private final Address creator;
  private final Fanout<String> receivers = new Fanout<>(ChatText.CODEC);
  private final Map<User, Fanout.Subscription> subscriptions =
      new LinkedHashMap<>(); // guarded by this
  private long messages; // guarded by this

  /** Creates an empty room for a member at the address {@code creator}. */
  Room(String name, Chat chat, Address creator) {
    this.name = name;
    this.chat = chat;
    this.creator = creator;
  }

  Address creator() {
    return creator;
  }

  String name() {
    return name;
  }

  /**
   * Adds a member to the room, and announces this to the other members. Returns false if {@code
   * person} already is a member of the room.
   */
  synchronized boolean enter(User person) {
    if (subscriptions.containsKey(person)) {
      return false;
    }
    announce(person.nick() + " has joined", null);
    subscriptions.put(person, receivers.subscribe(person.queue()));
    return true;
  }

  /**
   * Removes a member from the room, and announces this to the other members.
   *
   * @param why the text of the announcement after the member's nick; null for no announcement
   */
  synchronized void leave(User person, @Nullable String why) {
    Fanout.Subscription subscription = subscriptions.remove(person);
    if (subscription != null) {
      subscription.close();
    }
    if (subscription != null && why != null) {
      announce(person.nick() + " " + why, null);
    }
  }

  /**
   * Sends a message of {@code speaker} to all other members, and also to the speaker if the speaker
   * has echo enabled.
   */
  synchronized void say(User speaker, String text) {
    tell(speaker, speaker.nick() + ": " + text);
  }

  /** Sends a message that describes an action of {@code actor}. */
  synchronized void act(User actor, String deed) {
    tell(actor, "* " + actor.nick() + " " + deed);
  }

  private void tell(User sender, String message) {
    messages++;
    String line = label() + "#" + messages + " " + time() + " " + message;
    receivers.offer(line, sender.hearsHimself() ? null : sender.queue());
  }

  /**
   * Sends a notice of the chat to all members, except to the member {@code except} if it is not
   * null.
   */
  synchronized void announce(String notice, @Nullable User except) {
    String label = label();
    String line = "-- " + (label.isEmpty() ? "" : label + ": ") + notice;
    receivers.offer(line, except == null ? null : except.queue());
  }

  /**
   * Returns the prefix of all lines that members receive because they are in this room; empty for
   * the room {@link Chat#FIRST_ROOM}.
   */
  private String label() {
    return name.equals(Chat.FIRST_ROOM) ? "" : name;
  }

  /** Returns the nicks of the members, sorted. */
  synchronized List<String> nicks() {
    return subscriptions.keySet().stream()
        .map(User::nick)
        .sorted(String.CASE_INSENSITIVE_ORDER)
        .toList();
  }

  synchronized int size() {
    return subscriptions.size();
  }

  String time() {
    return TIME.format(LocalTime.ofInstant(chat.clock().instant(), chat.zone()));
  }
}
