package switchboard.net;

/**
 * The kind of readiness, for reading or for writing, that a registration waits for; see {@link
 * Selectable#onReady}.
 *
 * @since 0.1.0
 */
public enum Interest {
  /**
   * Ready to read: bytes or a datagram have arrived, a peer waits to be accepted, EOF is reached,
   * or an error has occurred.
   */
  READ,
  /**
   * Ready to write: the kernel accepts bytes or a datagram, or a pending connect has succeeded or
   * failed.
   */
  WRITE
}
