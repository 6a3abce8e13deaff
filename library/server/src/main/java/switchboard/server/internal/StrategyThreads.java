package switchboard.server.internal;

import switchboard.net.Network;
import switchboard.server.Strategy;

/** The threads that a strategy runs its calls and acceptors on. */
final class StrategyThreads {
  private StrategyThreads() {}

  /** Runs {@code call}: on the calling thread if calls are served in turn. */
  static void run(Strategy strategy, Network network, String name, Runnable call) {
    switch (strategy) {
      case SEQUENTIAL -> call.run();
      case PLATFORM_THREADS -> Thread.ofPlatform().daemon().name(name).start(call);
      case VIRTUAL_THREADS -> Thread.ofVirtual().name(name).start(call);
      case EVENT_LOOPS -> network.eventLoopThread().name(name).start(call);
    }
  }

  /**
   * Returns an unstarted thread that accepts connections: a platform thread, which runs even if
   * handlers keep the carriers of virtual threads busy, or one on an event loop, which gives each
   * of its threads a turn.
   */
  static Thread acceptor(Strategy strategy, Network network, String name, Runnable body) {
    return strategy == Strategy.EVENT_LOOPS
        ? network.eventLoopThread().name(name).unstarted(body)
        : Thread.ofPlatform().daemon().name(name).unstarted(body);
  }
}
