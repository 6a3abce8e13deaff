package switchboard.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Outbox;

/**
 * Somebody in the chat: a name, the rooms he sits in, and the outbox through which he hears. What
 * he does comes from the thread that serves him; what he hears from any.
 */
final class Person {
  private final Outbox<String> outbox;
  private final Deque<Room> rooms = new ArrayDeque<>(2); // confined; the last entered is first
  private volatile String nick;
  private volatile boolean hearsHimself = true;

  Person(String nick, Outbox<String> outbox) {
    this.nick = nick;
    this.outbox = outbox;
  }

  String nick() {
    return nick;
  }

  void rename(String other) {
    nick = other;
  }

  Outbox<String> outbox() {
    return outbox;
  }

  /** Lets him hear {@code paragraph}; it is lost if he hears nothing any more. */
  void hear(String paragraph) {
    outbox.offer(paragraph);
  }

  boolean hearsHimself() {
    return hearsHimself;
  }

  void hearHimself(boolean wish) {
    hearsHimself = wish;
  }

  /** The rooms he sits in; what he says goes to the first. */
  Deque<Room> rooms() {
    return rooms;
  }

  /** Tells the others in all his rooms something about him. */
  void tellRooms(String news) {
    rooms.forEach(room -> room.announce(news, this));
  }

  @Nullable Room room() {
    return rooms.peekFirst();
  }
}
