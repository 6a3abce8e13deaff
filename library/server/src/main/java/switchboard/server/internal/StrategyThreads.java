package switchboard.server.internal;

import switchboard.net.Network;
import switchboard.server.Strategy;

/** Starts the threads on which a strategy runs calls and acceptors. */
final class StrategyThreads {
  private StrategyThreads() {}

  /** Runs {@code call} on a new thread, or on the calling thread if the strategy is sequential. */
  static void run(Strategy strategy, Network network, String name, Runnable call) {
    switch (strategy) {
      case SEQUENTIAL -> call.run();
      case PLATFORM_THREADS -> Thread.ofPlatform().daemon().name(name).start(call);
      case VIRTUAL_THREADS -> Thread.ofVirtual().name(name).start(call);
      case EVENT_LOOPS -> network.eventLoopThread().name(name).start(call);
    }
  }

  /**
   * Returns an unstarted thread that accepts connections. For {@link Strategy#EVENT_LOOPS} the
   * thread belongs to an event loop, which runs its threads one after the other. For other
   * strategies the thread is a platform thread, which runs even if handlers occupy all carrier
   * threads of virtual threads.
   */
  static Thread acceptor(Strategy strategy, Network network, String name, Runnable body) {
    return strategy == Strategy.EVENT_LOOPS
        ? network.eventLoopThread().name(name).unstarted(body)
        : Thread.ofPlatform().daemon().name(name).unstarted(body);
  }
}
