package switchboard.net;

/**
 * A socket that {@link Readiness#select} can wait for: a connection, listener, datagram socket or
 * pending connect, of any engine or layered on another socket. Thread-safe.
 *
 * @since 0.1.0
 */
public interface Selectable extends AutoCloseable {

  /**
   * Registers a callback that runs once when the socket is ready: when a {@code try…} call has a
   * result, be it EOF or an error, or when the socket is closed. Runs immediately if that is
   * already so. Does not block.
   *
   * @param interest whether to wait for reading or for writing
   * @param wake runs at most once, on a thread of the engine or on the calling thread; must not
   *     block
   * @return cancels the registration
   */
  Registration onReady(Interest interest, Runnable wake);

  /** {@return whether the socket is unusable: closed by this side, or a connect that has failed} */
  boolean isBroken();

  /**
   * Closes the socket and wakes every thread that is blocked in it. Any thread may call this.
   * Further calls have no effect.
   */
  @Override
  void close();

  /** A registered callback, which can be cancelled. Thread-safe. */
  interface Registration {

    /**
     * Cancels the registration: after this returns, the callback does not start any more, but it
     * may still be running on another thread. Does not block. Further calls have no effect.
     */
    void cancel();

    /**
     * Blocks until the engine has checked the socket at least once since the registration, so that
     * a callback for an event before the registration has run. Default: returns at once, which is
     * right for engines that check during the registration.
     */
    default void settle() {}
  }
}
