package switchboard.scan;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import switchboard.net.Address;
import switchboard.net.Network;

/**
 * Scans the TCP ports of a host by connecting to them, many at once. Immutable; start from {@link
 * #over}. Any thread.
 *
 * <pre>{@code
 * PortScan.over(Network.system())
 *     .run(Address.loopback(0), Ports.range(1, 1024), result -> System.out.println(result));
 * }</pre>
 *
 * <p>Where this machine runs short of descriptors, local ports or memory, the scan slows down and
 * tries again; what it still can't tell then is {@link PortState#UNKNOWN}, never closed.
 *
 * <p>A connection that came about is reset at once ({@link switchboard.net.Connection#abort}): a
 * close would leave a local port in TIME_WAIT for each, and with the ports of this machine it is as
 * with other people's patience. Their servers see a caller who was lost.
 *
 * @param network over which it connects, and whose ticker decides time
 * @param timeout how long it waits for the answer to each try
 * @param tries how often it tries a port that says nothing
 * @param concurrency how many tries go on at once, at most
 */
public record PortScan(Network network, Duration timeout, int tries, int concurrency) {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int TRIES = 2;
  private static final int CONCURRENCY = 500;

  /** Checks the numbers. */
  public PortScan {
    if (tries < 1 || concurrency < 1) {
      throw new IllegalArgumentException("a scan tries at least once, and one port at a time");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a scan has to wait for answers, not for " + timeout);
    }
  }

  /** With a second for each try, two tries, and 500 of them at once. */
  public static PortScan over(Network network) {
    return new PortScan(network, TIMEOUT, TRIES, CONCURRENCY);
  }

  /** This with another time for each try. */
  public PortScan withTimeout(Duration other) {
    return new PortScan(network, other, tries, concurrency);
  }

  /** This with another number of tries for a silent port. */
  public PortScan withTries(int other) {
    return new PortScan(network, timeout, other, concurrency);
  }

  /** This with another number of tries at once. */
  public PortScan withConcurrency(int other) {
    return new PortScan(network, timeout, tries, other);
  }

  /**
   * Blocks until every port is decided, or a {@link switchboard.net.Deadline} of this thread cuts
   * it.
   *
   * @param host whose port does not matter
   * @param told hears of each port once, in no order, as soon as it is known; from threads of the
   *     scan, one at a time. What it throws ends the scan
   * @throws switchboard.net.DeadlineExceededException when a deadline passed first
   * @throws switchboard.net.OperationInterruptedException when the thread is interrupted
   */
  public ScanSummary run(Address.Inet host, Ports ports, Consumer<PortResult> told)
      throws IOException {
    return new HostScan(this, host, ports, told).run();
  }
}
