package switchboard.examples;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import switchboard.net.Address;

/**
 * The state of the server of the {@link PositionGame}: the newest position of each player. A
 * position is discarded if a newer position of the same player has already arrived. Thread-safe.
 */
final class World {
  /**
   * The maximum number of players. A message with the positions of 90 players fits into one
   * datagram that is not fragmented.
   */
  static final int PLAYERS_MAX = 90;

  static final long SILENCE_MILLIS = 3_000;

  private final Map<Integer, Received> players = new TreeMap<>(); // guarded by this, as below
  private int tick;
  private long dropped;

  private record Received(Position position, Address from, long millis) {}

  /**
   * Stores the position in {@code message}. Discards a message that is malformed, a duplicate, or
   * older than the stored position of its player.
   */
  synchronized void hear(ByteBuffer message, Address from, long nowMillis) {
    if (message.remaining() != Position.BYTES) {
      dropped++;
      return;
    }
    var position = Position.from(message);
    Received before = players.get(position.player());
    boolean accepted =
        before == null
            ? players.size() < PLAYERS_MAX
            : before.from.equals(from) && position.isNewerThan(before.position);
    if (accepted) {
      players.put(position.player(), new Received(position, from, nowMillis));
    } else {
      dropped++;
    }
  }

  /**
   * Removes players that have timed out, and returns the message with the positions of the other
   * players.
   */
  synchronized byte[] state(long nowMillis) {
    players.values().removeIf(each -> nowMillis - each.millis > SILENCE_MILLIS);
    byte[] state = new byte[4 + players.size() * Position.BYTES];
    var bytes = ByteBuffer.wrap(state);
    bytes.putShort((short) tick++).putShort((short) players.size());
    players.values().forEach(each -> each.position.into(bytes));
    return state;
  }

  /** Returns the addresses of all players. */
  synchronized List<Address> players() {
    return players.values().stream().map(Received::from).toList();
  }

  /** Returns the number of messages that were discarded. */
  synchronized long dropped() {
    return dropped;
  }
}
