package switchboard.examples;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * One who plays the {@link PositionGame}: walks in a circle, and knows of the others what has
 * reached him. Belongs to one thread.
 */
final class Player {
  /** Twenty positions a second. */
  static final int STEP_MILLIS = 50;

  private static final int FIRST_SEQUENCE = 65_000; // so that it soon begins again at 0
  private static final int RADIUS_MILLIMETRES = 5_000;

  private final int id;
  private final Map<Integer, Position> others = new HashMap<>();
  private int steps;
  private int newestTick = -1;

  Player(int id) {
    this.id = id;
  }

  /** When he takes his next position: not all players at the same time. */
  long nextMillis() {
    return takenMillis(id, steps);
  }

  private static long takenMillis(int player, int step) {
    return (player * 6L) % STEP_MILLIS + (long) step * STEP_MILLIS;
  }

  /** Where he is now. */
  byte[] step() {
    double angle = steps * Math.TAU / 200 + id;
    int x = (int) (RADIUS_MILLIMETRES * StrictMath.cos(angle));
    int y = (int) (RADIUS_MILLIMETRES * StrictMath.sin(angle));
    byte[] message = new byte[Position.BYTES];
    new Position(id, (FIRST_SEQUENCE + steps++) & 0xFFFF, x, y).into(ByteBuffer.wrap(message));
    return message;
  }

  /** Takes in a state of the world, unless a newer one has overtaken it. */
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

  /** How old is what he sees of each of the others now. */
  void look(long nowMillis, Ages ages) {
    for (Position each : others.values()) {
      int step = (each.sequence() - FIRST_SEQUENCE) & 0xFFFF;
      ages.add(id, each.player(), nowMillis, nowMillis - takenMillis(each.player(), step));
    }
  }
}
