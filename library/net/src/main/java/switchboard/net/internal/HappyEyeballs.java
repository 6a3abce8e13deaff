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
 * Connects to a host name that has several addresses, according to RFC 8305. The addresses are
 * tried in turn, because some of them may not respond. IPv6 and IPv4 addresses alternate (§4). Each
 * attempt starts when the previous attempt has failed, or 250 ms after the start of the previous
 * attempt (§5). The first attempt that succeeds is used, and the others are abandoned. Everything
 * runs on the calling thread.
 *
 * <p>The system's resolver returns the addresses of both families together, so the resolution delay
 * of §3 does not apply. The order of its result (RFC 6724) decides which family is tried first.
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
   * Reorders addresses so that IPv4 and IPv6 alternate, beginning with the family of the first
   * address. The order within each family does not change.
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
   * Returns the public exception for a timeout or an interrupt, with the first address that did not
   * respond. If other addresses have failed, their failures are attached as suppressed exceptions.
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

  /**
   * Waits until a connection is established, and returns the connection. Returns null when it is
   * time to start the next attempt.
   */
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

  /**
   * Records the first failure, which is thrown if all attempts fail, and adds later failures to it.
   */
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
