package switchboard.net.internal;

/**
 * A connection that is notified before it is aborted because its peer reads too slowly. The
 * connections of a server implement this interface, because the server counts and logs the
 * connections that were aborted for this reason. A connection that wraps another connection
 * forwards the call. Send queues call {@link #slowConsumer}, on any thread.
 */
public interface SlowConsumer {

  /**
   * Reports that {@link switchboard.net.Connection#abort} follows, because the peer reads too
   * slowly. Must not block. An exception is logged and otherwise ignored.
   *
   * @param what one sentence without a full stop, with the number of bytes in the queue and the
   *     reason why this number is too high
   */
  void slowConsumer(String what);
}
