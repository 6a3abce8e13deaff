package switchboard.server.internal;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.Address;
import switchboard.net.Endpoint;
import switchboard.server.Server;

/**
 * Runs a server until the process receives a signal. Prints the endpoints of the server, and drains
 * the server in a shutdown hook. This is the only class of the library that prints.
 */
public final class ServerProgram {
  /** The exit status that shells report for a process terminated by SIGTERM: 128 + 15. */
  private static final int TERMINATED = 143;

  private ServerProgram() {}

  /** Blocks until {@code server} has stopped, or the calling thread is interrupted. */
  public static void untilStopped(Server server) throws IOException {
    for (Address address : server.addresses()) {
      System.err.println("listening on " + Endpoint.of(address));
    }
    var hook = new Thread(() -> drainAtShutdown(server), "switchboard-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      server.awaitStop();
    } finally {
      remove(hook);
    }
  }

  private static void drainAtShutdown(Server server) {
    // Other shutdown hooks may block forever. For example, the hook of java.util.logging blocks if
    // the log is written to a full pipe.
    Thread.ofPlatform().daemon().name("switchboard-halt").start(ServerProgram::haltInTime);
    server.drain(Server.GRACE_PERIOD, Server.RUN_TIME_MAX.minus(Server.ABORT_TIME_MAX));
  }

  private static void haltInTime() {
    long nanos = Server.RUN_TIME_MAX.toNanos();
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    Runtime.getRuntime().halt(TERMINATED);
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return; // the shutdown hook is already running
    }
  }
}
