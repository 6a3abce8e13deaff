package switchboard.cli.serving;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import switchboard.cli.console.Console;
import switchboard.cli.console.Json;
import switchboard.net.Address;
import switchboard.server.CallObserver;
import switchboard.server.CallSummary;
import switchboard.server.CloseReason;

/**
 * Reports when a connection to the server (a call) is opened, closed or rejected. Prints a line
 * with {@code --verbose}, or an event with {@code --json}. Thread-safe. Never blocks, because
 * {@link Serving} makes the console queue output that is not read, and drop output while the queue
 * is full.
 */
public record CallPrinting(Console console) implements CallObserver {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  @Override
  public void opened(long call, Address remote) {
    if (console.isJson()) {
      console.event(Json.event("opened").with("call", call).with("caller", name(remote)));
    } else if (console.isVerbose()) {
      console.say("call " + call + " from " + name(remote) + " opened");
    }
  }

  @Override
  public void closed(CallSummary call) {
    double seconds = call.duration().toNanos() / NANOS_PER_SECOND;
    if (console.isJson()) {
      console.event(
          Json.event("ended")
              .with("call", call.id())
              .with("caller", name(call.remote()))
              .with("protocol", call.protocol())
              .with("received", call.bytesRead())
              .with("sent", call.bytesWritten())
              .with("seconds", seconds)
              .with("reason", reason(call.reason()))
              .with("message", call.detail()));
    } else if (console.isVerbose()) {
      String protocol = call.protocol().isEmpty() ? "" : " (" + call.protocol() + ")";
      String detail = call.detail().isEmpty() ? "" : ": " + call.detail();
      console.say(
          String.format(
              Locale.ROOT,
              "call %d from %s%s ended after %.1f s, %d bytes received, %d sent, %s%s",
              call.id(),
              name(call.remote()),
              protocol,
              seconds,
              call.bytesRead(),
              call.bytesWritten(),
              reason(call.reason()),
              detail));
    }
  }

  @Override
  public void rejected(long call, Address remote, String reason) {
    if (console.isJson()) {
      console.event(
          Json.event("rejected")
              .with("call", call)
              .with("caller", name(remote))
              .with("message", reason));
    } else if (console.isVerbose()) {
      console.say("call " + call + " from " + name(remote) + " rejected: " + reason);
    }
  }

  /**
   * Returns the address of a caller, or {@code a Unix socket} for a client of a Unix socket without
   * an address.
   */
  private static String name(Address remote) {
    String name = remote.toString();
    return name.isEmpty() ? "a Unix socket" : name;
  }

  private static String reason(CloseReason reason) {
    return switch (reason) {
      case DONE -> "completed";
      case ENDED -> "protocol error";
      case FAILED -> "internal error";
      case LOST -> "connection lost";
      case IDLE -> "idle timeout";
      case NO_FIRST_BYTE -> "first-byte timeout";
      case DRAINED -> "server stopped";
      case REJECTED -> "rejected";
      case SLOW_CONSUMER -> "slow consumer";
    };
  }
}
