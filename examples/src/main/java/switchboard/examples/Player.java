package switchboard.examples;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A player of the {@link PositionGame}. It walks in a circle, and stores the newest position that
 * it has received of each other player. Not thread-safe.
 */
final class Player {
  /** The time between two positions that a player sends: it sends twenty positions a second. */
  static final int STEP_MILLIS = 50;

  private static final int FIRST_SEQUENCE = 65_000; // exceeds 65,535 after 27 s
  private static final int RADIUS_MILLIMETRES = 5_000;

  private final int id;
  private final Map<Integer, Position> others = new HashMap<>();
  private int steps;
  private int newestTick = -1;

  Player(int id) {
    this.id = id;
  }

  /**
   * Returns the time at which the player sends its next position. Different players send at
   * different times within a step.
   */
  long nextMillis() {
    return takenMillis(id, steps);
  }

  private static long takenMillis(int player, int step) {
    return (player * 6L) % STEP_MILLIS + (long) step * STEP_MILLIS;
  }

  /** Moves the player one step, and returns the message with its new position. */
  byte[] step() {
    double angle = steps * Math.TAU / 200 + id;
    int x = (int) (RADIUS_MILLIMETRES * StrictMath.cos(angle));
    int y = (int) (RADIUS_MILLIMETRES * StrictMath.sin(angle));
    byte[] message = new byte[Position.BYTES];
    new Position(id, (FIRST_SEQUENCE + steps++) & 0xFFFF, x, y).into(ByteBuffer.wrap(message));
    return message;
  }

  /** Stores the positions of a state of the world, unless a newer state was received before. */
  void hear(ByteBuffer state) {
    int tick = state.getShort() & 0xFFFF;
    if (newestTick >= 0 && !Position.isAfter(tick, newestTick)) {
      return;
    }
    newestTick = tick;
    others.clear();
    for (int count = state.getShort(); count > 0; count--) {
      var position = Position.from(state);
      others.put(position.player(), position);
    }
    others.remove(id);
  }

  /**
   * Records in {@code ages} how old the newest known position of each other player is at the given
   * time.
   */
  void look(long nowMillis, Ages ages) {
    for (Position each : others.values()) {
      int step = (each.sequence() - FIRST_SEQUENCE) & 0xFFFF;
      ages.add(id, each.player(), nowMillis, nowMillis - takenMillis(each.player(), step));
    }
  }
}
