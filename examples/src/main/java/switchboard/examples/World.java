package switchboard.examples;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import switchboard.net.Address;

/**
 * The state that the server of the {@link PositionGame} keeps: the newest position of each player,
 * even if older ones arrive later. Thread-safe.
 */
final class World {
  /** The most players whose state fits into one unfragmented datagram. */
  static final int PLAYERS_MAX = 90;

  static final long SILENCE_MILLIS = 3_000;

  private final Map<Integer, Received> players = new TreeMap<>(); // guarded by this, as below
  private int tick;
  private long dropped;

  private record Received(Position position, Address from, long millis) {}

  /** Accepts a position, unless it is older than the known one, a duplicate, or malformed. */
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

  /** Removes players that have timed out, and returns the state to send to the others. */
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

  /** Returns how many messages were discarded. */
  synchronized long dropped() {
    return dropped;
  }
}
