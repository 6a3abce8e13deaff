package switchboard.server;

/** The counts of a {@link DatagramServer} since it started. Safe for use by several threads. */
public interface DatagramCounters {
  /** Returns the number of datagrams received. It excludes those that the kernel has dropped. */
  long received();

  /** Returns the number of datagrams sent: replies, and those of {@link DatagramServer#send}. */
  long sent();

  /** Returns the number of datagrams that were lost because the handler threw an exception. */
  long failed();

  /** Returns how often receiving failed; a network may report an error for one datagram. */
  long errors();
}
