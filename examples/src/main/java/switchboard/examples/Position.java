package switchboard.examples;

import java.nio.ByteBuffer;

/**
 * The position of a player of the {@link PositionGame}. Its message has twelve bytes, big-endian
 * and without padding:
 *
 * <pre>
 * offset  bits
 *      0    16  player, unsigned
 *      2    16  sequence, unsigned: incremented for each position; 65,535 wraps around to 0
 *      4    32  x in millimetres, signed
 *      8    32  y in millimetres, signed
 * </pre>
 *
 * <p>A state of the world consists of its own sequence number (16 bits), the number of positions
 * (16 bits) and the positions.
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

  /**
   * Returns whether the sequence number {@code sequence} was assigned after {@code other}. Because
   * sequence numbers wrap around to 0, the difference modulo 65,536 decides: {@code sequence} is
   * the later number if the difference is from 1 to 32,767 (RFC 1982).
   */
  static boolean isAfter(int sequence, int other) {
    return (short) (sequence - other) > 0;
  }
}
