package switchboard.net;

/**
 * A socket that {@link Readiness} can watch: connections, listeners, datagram sockets and pending
 * connects, of any engine or layered on another one.
 */
public interface Selectable extends AutoCloseable {

  /**
   * Asks to be told once when {@code interest} can proceed: it has something, has ended, is in
   * error, or is closed. One shot; also told when that is so already.
   *
   * @param wake run at most once, on the engine's own thread or the calling one; must not block
   */
  Registration onReady(Interest interest, Runnable wake);

  /** Whether it is known to be useless: closed on this side, or a connect that has failed. */
  boolean isBroken();

  /** Gives the socket back, and wakes whoever is blocked in it. Repeatable, any thread. */
  @Override
  void close();

  /** One wish to be told, which can be taken back. */
  interface Registration {

    /**
     * Takes the wish back; once it returns, {@code wake} is not run any more unless it runs now.
     */
    void cancel();

    /**
     * Waits until the engine has looked at the socket at least once since the wish was made, so
     * that what was ready then has been told. Engines that tell while the wish is made return at
     * once.
     */
    default void settle() {}
  }
}
