package switchboard.examples;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import switchboard.net.Address;

/**
 * What the server of the {@link PositionGame} knows: the newest position of each player, whatever
 * else may still arrive. Any thread.
 */
final class World {
  /** A state of so many goes through every network in one piece. */
  static final int PLAYERS_MAX = 90;

  static final long SILENCE_MILLIS = 3_000;

  private final Map<Integer, Heard> players = new TreeMap<>(); // guarded by this, as below
  private int tick;
  private long dropped;

  private record Heard(Position position, Address from, long millis) {}

  /** Takes in where somebody is, unless it is old, said before, or senseless. */
  synchronized void hear(ByteBuffer message, Address from, long nowMillis) {
    if (message.remaining() != Position.BYTES) {
      dropped++;
      return;
    }
    var position = Position.from(message);
    Heard before = players.get(position.player());
    boolean welcome =
        before == null
            ? players.size() < PLAYERS_MAX
            : before.from.equals(from) && position.isNewerThan(before.position);
    if (welcome) {
      players.put(position.player(), new Heard(position, from, nowMillis));
    } else {
      dropped++;
    }
  }

  /** The state of the world, to be sent to everybody; who has been silent for long is forgotten. */
  synchronized byte[] state(long nowMillis) {
    players.values().removeIf(each -> nowMillis - each.millis > SILENCE_MILLIS);
    byte[] state = new byte[4 + players.size() * Position.BYTES];
    var bytes = ByteBuffer.wrap(state);
    bytes.putShort((short) tick++).putShort((short) players.size());
    players.values().forEach(each -> each.position.into(bytes));
    return state;
  }

  /** Everybody. */
  synchronized List<Address> players() {
    return players.values().stream().map(Heard::from).toList();
  }

  /** How many messages were of no use. */
  synchronized long dropped() {
    return dropped;
  }
}
