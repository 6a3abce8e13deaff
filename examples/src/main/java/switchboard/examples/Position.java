package switchboard.examples;

import java.nio.ByteBuffer;

/**
 * Where a player of the {@link PositionGame} is, as it travels: twelve bytes, the most significant
 * first, nothing between them.
 *
 * <pre>
 * offset  bits
 *      0    16  player, unsigned
 *      2    16  sequence, unsigned: one more with each position, and 0 after 65,535
 *      4    32  x in millimetres, signed
 *      8    32  y in millimetres, signed
 * </pre>
 *
 * A state of the world is: its own sequence (16 bits), the number of positions (16), and those.
 */
record Position(int player, int sequence, int x, int y) {
  static final int BYTES = 12;

  static Position from(ByteBuffer bytes) {
    return new Position(
        bytes.getShort() & 0xFFFF, bytes.getShort() & 0xFFFF, bytes.getInt(), bytes.getInt());
  }

  void into(ByteBuffer bytes) {
    bytes.putShort((short) player).putShort((short) sequence).putInt(x).putInt(y);
  }

  boolean isNewerThan(Position other) {
    return isAfter(sequence, other.sequence);
  }

  /** Serial numbers run in a circle: whoever is less than half of it ahead is later (RFC 1982). */
  static boolean isAfter(int sequence, int other) {
    return (short) (sequence - other) > 0;
  }
}
