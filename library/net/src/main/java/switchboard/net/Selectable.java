package switchboard.net;

/**
 * A socket that {@link Readiness#select} can wait for: a connection, a listener, a datagram socket
 * or a pending connect. The socket may be of any engine, or a layer over another socket.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface Selectable extends AutoCloseable {

  /**
   * Registers a callback that runs once: when the socket is ready, so that a {@code try…} call has
   * a result (possibly EOF or an error), or when the socket is closed. If the socket is already
   * ready or closed, the callback runs immediately. This method does not block.
   *
   * @param interest whether to wait for reading or for writing
   * @param wake runs at most once, on a thread of the engine or on the calling thread; must not
   *     block
   * @return a handle to cancel the registration
   */
  Registration onReady(Interest interest, Runnable wake);

  /**
   * {@return whether the socket is unusable, because this side has closed it or its connect has
   * failed}
   */
  boolean isBroken();

  /**
   * Closes the socket and ends every call that is blocked on it. Any thread may call this method.
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
     * Blocks until the engine has checked the socket at least once after the registration. If the
     * socket was already ready at the time of the registration, the callback has run when this
     * method returns. Default: returns immediately, which is correct for engines that check the
     * socket during the registration.
     */
    default void settle() {}
  }
}
