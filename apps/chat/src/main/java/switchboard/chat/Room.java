package switchboard.chat;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Fanout;
import switchboard.net.Address;

/** People who hear each other. What is said gets a number, the same for all. Any thread. */
final class Room {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  private final String name;
  private final Chat chat;
  private final Address creator;
  private final Fanout<String> ears = new Fanout<>(ChatText.CODEC);
  private final Map<User, Fanout.Subscription> subscriptions =
      new LinkedHashMap<>(); // guarded by this
  private long said; // guarded by this

  /** An empty room that somebody at the address {@code creator} has asked for. */
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

  /** Seats a person, and tells the others; false if he sat there already. */
  synchronized boolean enter(User person) {
    if (subscriptions.containsKey(person)) {
      return false;
    }
    announce(person.nick() + " has come", null);
    subscriptions.put(person, ears.subscribe(person.queue()));
    return true;
  }

  /** Takes a person's seat away, and tells the others why; null is without a word. */
  synchronized void leave(User person, @Nullable String why) {
    Fanout.Subscription subscription = subscriptions.remove(person);
    if (subscription != null) {
      subscription.close();
    }
    if (subscription != null && why != null) {
      announce(person.nick() + " " + why, null);
    }
  }

  /** Says {@code text} in the name of {@code speaker}, who hears himself unless he asked not to. */
  synchronized void say(User speaker, String text) {
    tell(speaker, speaker.nick() + ": " + text);
  }

  /** Shows what {@code actor} does. */
  synchronized void act(User actor, String deed) {
    tell(actor, "* " + actor.nick() + " " + deed);
  }

  private void tell(User who, String what) {
    said++;
    String line = label() + "#" + said + " " + time() + " " + what;
    ears.offer(line, who.hearsHimself() ? null : who.queue());
  }

  /** Something that nobody said. */
  synchronized void announce(String news, @Nullable User except) {
    String label = label();
    String line = "-- " + (label.isEmpty() ? "" : label + ": ") + news;
    ears.offer(line, except == null ? null : except.queue());
  }

  /** The first room goes without saying. */
  private String label() {
    return name.equals(Chat.FIRST_ROOM) ? "" : name;
  }

  /** Who sits here, by name. */
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
