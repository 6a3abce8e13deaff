package switchboard.server;

/**
 * The counters of a {@link DatagramServer}. All counters are 0 when the server starts. Safe for use
 * by several threads.
 *
 * @since 0.1.0
 */
public interface DatagramCounters {
  /**
   * {@return the number of datagrams received} Datagrams that the kernel dropped are not included.
   */
  long received();

  /**
   * {@return the number of datagrams sent, by {@link Datagram#reply} and {@link
   * DatagramServer#send}}
   */
  long sent();

  /** {@return the number of datagrams for which the handler threw an exception} */
  long failed();

  /**
   * {@return the number of receive operations that failed, for example because of an ICMP error for
   * a datagram that this server has sent}
   */
  long errors();
}
