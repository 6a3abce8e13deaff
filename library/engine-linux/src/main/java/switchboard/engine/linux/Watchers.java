package switchboard.engine.linux;

/** Which epoll a socket is given to whose first waiter is the calling thread. */
interface Watchers {

  /** The one of the loop that the thread runs on, or else one of the pollers'. */
  Epoll forThisThread();
}
