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
 * A room, whose members receive each other's messages. Messages are numbered in the order in which
 * all members receive them. Thread-safe.
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

  /** Adds a member and announces it to the others; returns false if it is a member already. */
  synchronized boolean enter(User person) {
    if (subscriptions.containsKey(person)) {
      return false;
    }
    announce(person.nick() + " has joined", null);
    subscriptions.put(person, receivers.subscribe(person.queue()));
    return true;
  }

  /** Removes a member and announces {@code why} to the others; null for no announcement. */
  synchronized void leave(User person, @Nullable String why) {
    Fanout.Subscription subscription = subscriptions.remove(person);
    if (subscription != null) {
      subscription.close();
    }
    if (subscription != null && why != null) {
      announce(person.nick() + " " + why, null);
    }
  }

  /** Sends a message of {@code speaker} to all members; to the speaker only if it has echo on. */
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

  /** Sends a notice of the chat to all members except {@code except}, which may be null. */
  synchronized void announce(String notice, @Nullable User except) {
    String label = label();
    String line = "-- " + (label.isEmpty() ? "" : label + ": ") + notice;
    receivers.offer(line, except == null ? null : except.queue());
  }

  /** Returns the prefix of lines from this room; empty for the first room. */
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
