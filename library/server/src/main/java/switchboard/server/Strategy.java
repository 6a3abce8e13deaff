package switchboard.server;

/**
 * How a server runs a {@link Service} for its callers, in this JVM. The same service runs under
 * every one of them. Event loops (virtual threads that never leave their loop) will stand here too;
 * a program for each caller is not a strategy but a service.
 */
public enum Strategy {
  /** One caller after the other, in turn; the others wait in the kernel's backlog. */
  SEQUENTIAL("sequential", false) {
    @Override
    void run(String name, Runnable call) {
      call.run();
    }
  },
  /** A platform thread for each caller, as many as the limits allow. */
  PLATFORM_THREADS("threads", false) {
    @Override
    void run(String name, Runnable call) {
      Thread.ofPlatform().daemon().name(name).start(call);
    }
  },
  /** A virtual thread for each caller: the default. */
  VIRTUAL_THREADS("virtual", true) {
    @Override
    void run(String name, Runnable call) {
      Thread.ofVirtual().name(name).start(call);
    }
  };

  private final String word;
  private final boolean virtual;

  Strategy(String word, boolean virtual) {
    this.word = word;
    this.virtual = virtual;
  }

  /** What people type for it. */
  public String word() {
    return word;
  }

  /** Runs {@code call}, on the calling thread if calls are served in turn. */
  abstract void run(String name, Runnable call);

  /** A thread of the kind that this strategy accepts callers on. */
  Thread acceptor(String name, Runnable body) {
    return virtual
        ? Thread.ofVirtual().name(name).unstarted(body)
        : Thread.ofPlatform().daemon().name(name).unstarted(body);
  }
}
