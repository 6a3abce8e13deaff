package switchboard.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import switchboard.frames.SendQueue;
import switchboard.net.Address;

/**
 * A member of the chat: a nick, the rooms that the member is in, and the send queue of the
 * connection. Any thread may read the nick and send text to the member. All other methods are
 * confined to the thread that serves the member.
 */
final class User {
  private final SendQueue<String> queue;
  private final Address remote;
  private final LineRateLimiter rate;
  private final Deque<Room> rooms = new ArrayDeque<>(2); // the most recently entered room is first
  private boolean slowedTold;
  private volatile String nick;
  private volatile boolean hearsHimself = true;

  /**
   * Creates a member at the address {@code remote}; {@code rate} limits the lines that the member
   * sends.
   */
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

  /**
   * Queues {@code paragraph}, one or more lines, for sending to this member. Drops the text if the
   * send queue is closed or full.
   */
  void hear(String paragraph) {
    queue.offer(paragraph);
  }

  /**
   * Sends a notice to the member if {@code slowed} is true and was false for the line before.
   * {@code slowed} means that the current line of the member is delayed.
   */
  void tellIfSlowed(boolean slowed) {
    if (slowed && !slowedTold) {
      hear("-- you are sending too fast; your lines are delayed");
    }
    slowedTold = slowed;
  }

  boolean hearsHimself() {
    return hearsHimself;
  }

  void hearHimself(boolean requested) {
    hearsHimself = requested;
  }

  /**
   * Returns the rooms of this member. The first room is the current room, to which the member's
   * messages are sent.
   */
  Deque<Room> rooms() {
    return rooms;
  }

  /** Sends a notice about this member to the other members of all rooms that this member is in. */
  void tellRooms(String notice) {
    rooms.forEach(room -> room.announce(notice, this));
  }

  @Nullable Room room() {
    return rooms.peekFirst();
  }
}
