package switchboard.server.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Ticker;
import switchboard.net.internal.Log;
import switchboard.net.spi.support.WakeList;
import switchboard.server.AcceptFilter;

/**
 * Calls an accept filter with a timeout, so that a filter cannot block an acceptor. Used by only
 * one acceptor.
 */
final class FilterGate {
  private final AcceptFilter filter;
  private final Log log;
  private final Ticker ticker;
  private final Incident errors = new Incident();

  FilterGate(AcceptFilter filter, Log log, Ticker ticker) {
    this.filter = filter;
    this.log = log;
    this.ticker = ticker;
  }

  /** Returns whether the filter accepts {@code remote} within the timeout. */
  boolean accepts(Address remote) {
    boolean[] accepted = {false};
    ticker.run(() -> accepted[0] = ask(remote));
    return accepted[0];
  }

  private boolean ask(Address remote) {
    var answer = new AtomicReference<@Nullable Boolean>();
    var answered = new WakeList();
    Thread task =
        Thread.ofVirtual()
            .name("switchboard-filter " + remote)
            .start(() -> ticker.run(() -> decide(remote, answer, answered)));
    try (var _ = Deadline.after(AcceptFilter.TIME_MAX)) {
      await(answer, answered);
      return Boolean.TRUE.equals(answer.get());
    } catch (IOException timeout) {
      task.interrupt();
      report(remote, timeout);
      // reject even if the filter returns now, because the rejection has already been logged
      return false;
    }
  }

  private void decide(
      Address remote, AtomicReference<@Nullable Boolean> answer, WakeList answered) {
    boolean accepted = false;
    try {
      accepted = filter.accepts(remote);
    } catch (Exception | Error e) {
      report(remote, e);
    } finally {
      answer.set(accepted);
      answered.fire();
    }
  }

  private static void await(AtomicReference<@Nullable Boolean> answer, WakeList answered)
      throws IOException {
    while (true) {
      try {
        answered.await(() -> answer.get() != null);
        return;
      } catch (OperationInterruptedException stray) {
        boolean _ = Thread.interrupted(); // an interrupt does not stop a server
      }
    }
  }

  private void report(Address remote, Throwable e) {
    Level level = errors.begins(ticker.nanos()) ? Level.WARNING : Level.DEBUG;
    if (e instanceof DeadlineExceededException) {
      log.write(level, "the accept filter timed out; {} is rejected", remote);
    } else {
      log.write(level, e, "the accept filter failed; {} is rejected", remote);
    }
  }
}
