package switchboard.net.internal;

/**
 * A connection that wants to know when it is about to be aborted because its peer reads too slowly.
 * Implemented by connections of a server, which counts and reports such disconnects; a connection
 * that wraps another one passes it on. Called by send queues, from any thread.
 */
public interface SlowConsumer {

  /**
   * Notes that {@link switchboard.net.Connection#abort} follows, since the peer reads too slowly.
   * Does not block. An exception is logged and otherwise ignored.
   *
   * @param what how many bytes waited and why they are too many, in one sentence without an end
   */
  void slowConsumer(String what);
}
