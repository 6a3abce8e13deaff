package switchboard.server;

/**
 * Counters of a {@link DatagramServer} since it started. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface DatagramCounters {
  /** {@return the number of datagrams received} It excludes those that the kernel dropped. */
  long received();

  /** {@return the number of datagrams sent: replies, and those of {@link DatagramServer#send}} */
  long sent();

  /** {@return the number of datagrams that were lost because the handler threw an exception} */
  long failed();

  /**
   * {@return how often a receive operation failed, such as after an ICMP error for a datagram that
   * was sent}
   */
  long errors();
}
