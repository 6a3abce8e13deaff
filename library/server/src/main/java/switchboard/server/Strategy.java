package switchboard.server;

import switchboard.net.Network;

/**
 * How a server runs a {@link ConnectionHandler} for its callers, in this JVM. The same service runs
 * under every one of them. A program for each caller is not a strategy but a service.
 */
public enum Strategy {
  /** One caller after the other, in turn; the others wait in the kernel's backlog. */
  SEQUENTIAL("sequential") {
    @Override
    void run(Network network, String name, Runnable call) {
      call.run();
    }
  },
  /** A platform thread for each caller, as many as the limits allow. */
  PLATFORM_THREADS("threads") {
    @Override
    void run(Network network, String name, Runnable call) {
      Thread.ofPlatform().daemon().name(name).start(call);
    }
  },
  /** A virtual thread for each caller: the default. */
  VIRTUAL_THREADS("virtual") {
    @Override
    void run(Network network, String name, Runnable call) {
      Thread.ofVirtual().name(name).start(call);
    }
  },
  /**
   * A virtual thread for each caller that never leaves one of the engine's event loops: the least
   * processor time a message, for services that wait for sockets, locks and each other alone. See
   * {@link Network#eventLoopThread}; without loops it is {@link #VIRTUAL_THREADS}.
   */
  EVENT_LOOPS("loop") {
    @Override
    void run(Network network, String name, Runnable call) {
      network.eventLoopThread().name(name).start(call);
    }

    @Override
    Thread acceptor(Network network, String name, Runnable body) {
      return network.eventLoopThread().name(name).unstarted(body);
    }
  };

  private final String word;

  Strategy(String word) {
    this.word = word;
  }

  /** What people type for it. */
  public String displayName() {
    return word;
  }

  /** Runs {@code call}, on the calling thread if calls are served in turn. */
  abstract void run(Network network, String name, Runnable call);

  /**
   * A thread that accepts callers: a platform thread, which callers that keep the virtual ones busy
   * cannot keep from running, or one of a loop, which gives each of its threads its turn.
   */
  Thread acceptor(Network network, String name, Runnable body) {
    return Thread.ofPlatform().daemon().name(name).unstarted(body);
  }
}
