package switchboard.scan;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import switchboard.net.Address;
import switchboard.net.Network;

/**
 * Scans the TCP ports of a host by connecting to them, many at once. Immutable and thread-safe;
 * start from {@link #over}.
 *
 * <pre>{@code
 * PortScan.over(Network.system())
 *     .run(Address.loopback(0), Ports.range(1, 1024), result -> System.out.println(result));
 * }</pre>
 *
 * <p>If this machine runs out of descriptors, local ports or memory, the scan slows down and tries
 * again. A port that still cannot be probed is {@link PortState#UNKNOWN}, never closed.
 *
 * <p>An established connection is reset at once ({@link switchboard.net.Connection#abort}), because
 * a normal close would keep one local port for each in TIME_WAIT. The scanned server sees a lost
 * connection.
 *
 * @param network the network to connect with; its ticker decides the timeouts
 * @param timeout the maximum time to wait for an answer to each attempt
 * @param tries the maximum number of attempts for a port that does not answer
 * @param concurrency the maximum number of concurrent attempts
 */
public record PortScan(Network network, Duration timeout, int tries, int concurrency) {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int TRIES = 2;
  private static final int CONCURRENCY = 500;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if {@code tries} or {@code concurrency} is less than 1, or
   *     {@code timeout} is not positive
   */
  public PortScan {
    if (tries < 1 || concurrency < 1) {
      throw new IllegalArgumentException("tries and concurrency must be at least 1");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive: " + timeout);
    }
  }

  /** Returns a scan with a timeout of one second, two tries, and 500 concurrent attempts. */
  public static PortScan over(Network network) {
    return new PortScan(network, TIMEOUT, TRIES, CONCURRENCY);
  }

  /** Returns a copy with this timeout for each attempt. */
  public PortScan withTimeout(Duration other) {
    return new PortScan(network, other, tries, concurrency);
  }

  /** Returns a copy with this maximum number of attempts for a port that does not answer. */
  public PortScan withTries(int other) {
    return new PortScan(network, timeout, other, concurrency);
  }

  /** Returns a copy with this maximum number of concurrent attempts. */
  public PortScan withConcurrency(int other) {
    return new PortScan(network, timeout, tries, other);
  }

  /**
   * Scans ports of a host. Blocks until all of them have a result.
   *
   * @param host the address of the host; its port is ignored
   * @param ports the ports to scan
   * @param results receives the result of each port once, in no particular order, as soon as it is
   *     known. It is called by threads of the scan, one at a time; an exception from it ends the
   *     scan and is thrown to the caller
   * @return the number of ports in each state
   * @throws switchboard.net.DeadlineExceededException if a deadline of the thread expires first
   * @throws switchboard.net.OperationInterruptedException if the thread is interrupted
   * @throws IOException declared for the two above; failed attempts are results
   */
  public ScanSummary run(Address.Inet host, Ports ports, Consumer<PortResult> results)
      throws IOException {
    return new HostScan(this, host, ports, results).run();
  }
}
