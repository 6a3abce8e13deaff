package switchboard.net.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.DeadlineExceededException;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Options;
import switchboard.net.PendingConnect;
import switchboard.net.Readiness;
import switchboard.net.TooManyOpenFilesException;
import switchboard.net.spi.Engine;

/**
 * Connects to a name with several addresses, some of which may not respond, according to RFC 8305.
 * The address families alternate (§4). An attempt starts when the previous one has failed, or 250
 * ms after it started (§5). The first attempt that succeeds is used, and the others are abandoned.
 * Everything runs on the calling thread.
 *
 * <p>The system's resolver returns the addresses of both families together, so the resolution delay
 * of §3 does not apply. Its order (RFC 6724) decides which family comes first.
 */
public final class HappyEyeballs {
  /** The delay between attempts that RFC 8305 §5 recommends. */
  static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

  private final Engine engine;
  private final Options options;
  private final Deque<Address.Inet> untried;
  private final List<PendingConnect> running = new ArrayList<>();
  private @Nullable IOException firstFailure;

  public HappyEyeballs(Engine engine, Options options, List<Address.Inet> addresses) {
    this.engine = engine;
    this.options = options;
    this.untried = new ArrayDeque<>(interleaved(addresses));
  }

  /**
   * Alternates the families, beginning with that of the first address. Keeps the order within each
   * family.
   */
  static List<Address.Inet> interleaved(List<Address.Inet> addresses) {
    boolean six = !addresses.isEmpty() && addresses.getFirst().isIpv6();
    var first = new ArrayDeque<>(addresses.stream().filter(a -> a.isIpv6() == six).toList());
    var second = new ArrayDeque<>(addresses.stream().filter(a -> a.isIpv6() != six).toList());
    var mixed = new ArrayList<Address.Inet>();
    while (!first.isEmpty() || !second.isEmpty()) {
      if (!first.isEmpty()) {
        mixed.add(first.poll());
      }
      if (!second.isEmpty()) {
        mixed.add(second.poll());
      }
    }
    return mixed;
  }

  public Connection connect() throws IOException {
    try {
      while (true) {
        startNext();
        if (running.isEmpty() && untried.isEmpty()) {
          throw noneLeft();
        }
        Connection winner = awaitOne();
        if (winner != null) {
          return winner;
        }
      }
    } catch (DeadlineExceededException | OperationInterruptedException e) {
      throw described(e);
    } finally {
      running.forEach(PendingConnect::close);
    }
  }

  /**
   * Describes a timeout or an interrupt with the first address that did not respond. Adds the
   * failures of the other addresses as suppressed exceptions.
   */
  private IOException described(IOException cause) {
    Address waitedFor = running.isEmpty() ? null : running.getFirst().remote();
    IOException described = ErrorTranslation.describe("connect", null, waitedFor, cause);
    if (firstFailure != null) {
      described.addSuppressed(firstFailure);
    }
    return described;
  }

  private void startNext() throws IOException {
    Address.Inet next = untried.poll();
    if (next != null) {
      try {
        running.add(new HandlePendingConnect(LocalAddress.connect(engine, next, options), next));
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  /** Returns a connection, or null if the next attempt must start. */
  private @Nullable Connection awaitOne() throws IOException {
    if (running.isEmpty()) {
      return null;
    }
    if (untried.isEmpty()) {
      Readiness.select(List.of(), running);
    } else {
      Readiness.select(List.of(), running, ATTEMPT_DELAY);
    }
    for (PendingConnect attempt : List.copyOf(running)) {
      try {
        Connection connection = attempt.finishConnect();
        if (connection != null) {
          running.remove(attempt);
          return connection;
        }
      } catch (IOException e) {
        running.remove(attempt);
        failed(e);
      }
    }
    return null;
  }

  /** Keeps the first failure, which belongs to the best address, and adds the others to it. */
  private void failed(IOException failure) throws IOException {
    if (failure instanceof TooManyOpenFilesException) {
      throw failure; // an attempt with another address would fail, too
    }
    if (firstFailure == null) {
      firstFailure = failure;
    } else {
      firstFailure.addSuppressed(failure);
    }
  }

  private IOException noneLeft() {
    return firstFailure == null ? new IOException("no address to connect to") : firstFailure;
  }
}
