package switchboard.net.internal;

/**
 * A connection that is notified before it is aborted because its peer reads too slowly. The
 * connections of a server implement this, because the server counts and reports such disconnects. A
 * connection that wraps another one forwards the call. Send queues call this from any thread.
 */
public interface SlowConsumer {

  /**
   * Reports that {@link switchboard.net.Connection#abort} follows, because the peer reads too
   * slowly. Must not block. An exception is logged and otherwise ignored.
   *
   * @param what the number of bytes in the queue and why they are too many, as one sentence without
   *     a full stop
   */
  void slowConsumer(String what);
}
