package switchboard.cli.serving;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.cli.console.Signals;
import switchboard.net.Endpoint;
import switchboard.server.Server;

/**
 * Runs a server until a signal stops it: prints the endpoints of the server, drains the server
 * (waits for its connections) at the first SIGINT or SIGTERM, and ends the process immediately at
 * the second signal.
 *
 * @param endpoints the endpoints at which the server listens
 * @param active returns the current number of connections
 * @param close drains and closes the server; blocks until the server is closed
 * @param awaitStop blocks until the server has stopped
 */
public record Serving(
    List<Endpoint> endpoints, LongSupplier active, Runnable close, Wait awaitStop) {

  /**
   * Before the process exits, it waits at most this time until the readers of its output have read
   * all output.
   */
  private static final Duration FLUSH_TIME_MAX = Duration.ofMillis(500);

  /**
   * Blocks until the server has stopped. A deadline or an interrupt may end the wait with an
   * exception.
   */
  public interface Wait {
    void run() throws IOException;
  }

  /** Blocks until the server has stopped, and returns the exit status. */
  public int run(Environment environment, Console console) throws IOException {
    var status = new AtomicInteger(Status.NETWORK); // replaced after a signal
    if (environment.signals()) {
      Signals.onEach(number -> stop(number, status, console));
    }
    endpoints.forEach(endpoint -> reportListening(endpoint, console));
    console.neverBlock(); // a reader that does not read must not block the server
    try {
      awaitStop.run();
    } finally {
      console.finish(FLUSH_TIME_MAX);
    }
    return status.get();
  }

  /** Prints an endpoint at which the server accepts connections. */
  public static void reportListening(Endpoint endpoint, Console console) {
    if (console.isJson()) {
      console.event(Json.event("listening").with("endpoint", endpoint.toString()));
    } else {
      console.say("listening on " + endpoint);
    }
  }

  private void stop(int number, AtomicInteger status, Console console) {
    int ending = Status.SIGNAL + number;
    if (!status.compareAndSet(Status.NETWORK, ending)) {
      Runtime.getRuntime().halt(ending);
    }
    haltLater(ending);
    long left = active.getAsLong();
    console.event(Json.event("stopping").with("active", left));
    if (left > 0) {
      console.say(
          "stopping: waiting until "
              + left
              + " connections have ended; a second signal ends them immediately");
    }
    close.run();
  }

  /** Halts the process after {@link Server#RUN_TIME_MAX}, even if the drain still blocks. */
  private static void haltLater(int status) {
    Thread.ofPlatform()
        .daemon()
        .name("switchboard-halt")
        .start(() -> {
          long end = System.nanoTime() + Server.RUN_TIME_MAX.toNanos();
          for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
          }
          Runtime.getRuntime().halt(status);
        });
  }
}
