package switchboard.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import switchboard.frames.SendQueue;
import switchboard.net.Address;

/**
 * Somebody in the chat: a name, the rooms he sits in, and the outbox through which he hears. What
 * he does comes from the thread that serves him; what he hears from any.
 */
final class User {
  private final SendQueue<String> queue;
  private final Address remote;
  private final LineRateLimiter rate;
  private final Deque<Room> rooms = new ArrayDeque<>(2); // confined; the last entered is first
  private boolean slowedTold; // confined to the thread that serves the member
  private volatile String nick;
  private volatile boolean hearsHimself = true;

  /** A member at the address {@code remote}, whose lines {@code rate} limits. */
  User(String nick, SendQueue<String> queue, Address remote, LineRateLimiter rate) {
    this.nick = nick;
    this.queue = queue;
    this.remote = remote;
    this.rate = rate;
  }

  Address remote() {
    return remote;
  }

  LineRateLimiter rate() {
    return rate;
  }

  String nick() {
    return nick;
  }

  void rename(String other) {
    nick = other;
  }

  SendQueue<String> queue() {
    return queue;
  }

  /** Lets him hear {@code paragraph}; it is lost if he hears nothing any more. */
  void hear(String paragraph) {
    queue.offer(paragraph);
  }

  /** Tells the member once that their lines have to wait, and again if it is slowed later on. */
  void tellIfSlowed(boolean slowed) {
    if (slowed && !slowedTold) {
      hear("-- you send more than is taken at once; the rest waits its turn");
    }
    slowedTold = slowed;
  }

  boolean hearsHimself() {
    return hearsHimself;
  }

  void hearHimself(boolean requested) {
    hearsHimself = requested;
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
