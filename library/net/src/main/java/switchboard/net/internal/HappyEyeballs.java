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
 * Connects to a name that has several addresses without waiting for the dead ones, as RFC 8305
 * says: families take turns (§4), an attempt starts when the one before has failed or after 250 ms
 * (§5), the first that succeeds wins, and the others are given up. All in the calling thread.
 *
 * <p>The system's resolver answers for both families together, so the resolution delay of §3 does
 * not arise, and its order (RFC 6724) decides which family comes first.
 */
public final class HappyEyeballs {
  /** RFC 8305 §5 recommends 250 ms between attempts. */
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

  /** One of each family in turn, beginning with the family of the first, otherwise in order. */
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

  /** Names the best address of those that did not answer, and keeps what the others said. */
  private IOException described(IOException cut) {
    Address waitedFor = running.isEmpty() ? null : running.getFirst().remote();
    IOException described = ErrorTranslation.describe("connect", null, waitedFor, cut);
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

  /** A connection, or null when the next attempt is due. */
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

  /** The first failure is told: the best address is the one that people care about. */
  private void failed(IOException failure) throws IOException {
    if (failure instanceof TooManyOpenFilesException) {
      throw failure; // no other address would fare better
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
