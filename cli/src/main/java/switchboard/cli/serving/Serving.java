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
 * A server that runs until a signal: says where it listens, lets callers finish at the first SIGINT
 * or SIGTERM, and ends at once at the second.
 *
 * @param endpoints where it listens
 * @param active how many are served now
 * @param close drains it; blocks
 * @param awaitStop blocks until it has stopped
 */
public record Serving(
    List<Endpoint> endpoints, LongSupplier active, Runnable close, Wait awaitStop) {

  /** How long the end of the process waits for whoever reads the diagnostics. */
  private static final Duration FLUSH_TIME_MAX = Duration.ofMillis(500);

  /** A wait that a deadline or an interruption may cut. */
  public interface Wait {
    void run() throws IOException;
  }

  /** Serves on the calling thread; the exit status. */
  public int run(Environment environment, Console console) throws IOException {
    var status = new AtomicInteger(Status.NETWORK); // unless a signal ends it
    if (environment.signals()) {
      Signals.onEach(number -> stop(number, status, console));
    }
    endpoints.forEach(endpoint -> reportListening(endpoint, console));
    console.neverBlock(); // from here on nobody waits for whoever reads the diagnostics
    try {
      awaitStop.run();
    } finally {
      console.finish(FLUSH_TIME_MAX);
    }
    return status.get();
  }

  /** Says that callers may come. */
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
    endInAnyCase(ending);
    long left = active.getAsLong();
    console.event(Json.event("stopping").with("active", left));
    if (left > 0) {
      console.say("stopping; callers may finish (" + left + " left); once more ends it at once");
    }
    close.run();
  }

  /** Ends the process when the time for an orderly end has passed, whatever blocks. */
  private static void endInAnyCase(int status) {
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
