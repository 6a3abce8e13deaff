package switchboard.scan;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import switchboard.net.Address;
import switchboard.net.Network;

/**
 * Scans the TCP ports of a host by connecting to many of them at the same time. Immutable and
 * thread-safe. To create a scan, call {@link #over} and then methods such as {@link #withTimeout}.
 *
 * <pre>{@code
 * PortScan.over(Network.system())
 *     .run(Address.loopback(0), Ports.range(1, 1024), result -> System.out.println(result));
 * }</pre>
 *
 * <p>If this machine runs out of file descriptors, local ports or memory, the scan slows down and
 * probes the port again. If the resource is still lacking after several attempts, the scan reports
 * the port as {@link PortState#UNKNOWN}, and never as closed.
 *
 * <p>The scan resets each established connection immediately ({@link
 * switchboard.net.Connection#abort}). After a normal close, the local port would remain in the
 * state TIME_WAIT for a minute (on Linux). On the scanned server, a read from the connection fails
 * with ECONNRESET.
 *
 * @param network the network to connect with; its ticker measures the timeouts
 * @param timeout the maximum time to wait for an answer to each attempt
 * @param tries the maximum number of attempts for a port that does not answer
 * @param concurrency the maximum number of concurrent attempts
 */
public record PortScan(Network network, Duration timeout, int tries, int concurrency) {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int TRIES = 2;
  private static final int CONCURRENCY = 500;

  /**
   * Creates a scan.
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

  /** Returns a copy of this scan with this timeout for each attempt. */
  public PortScan withTimeout(Duration other) {
    return new PortScan(network, other, tries, concurrency);
  }

  /**
   * Returns a copy of this scan with this maximum number of attempts for a port that does not
   * answer.
   */
  public PortScan withTries(int other) {
    return new PortScan(network, timeout, other, concurrency);
  }

  /** Returns a copy of this scan with this maximum number of concurrent attempts. */
  public PortScan withConcurrency(int other) {
    return new PortScan(network, timeout, tries, other);
  }

  /**
   * Scans ports of a host. Blocks until there is a result for each port.
   *
   * @param host the address of the host; its port is ignored
   * @param ports the ports to scan
   * @param results a consumer that receives one result for each port, as soon as the result is
   *     known, in no particular order. The threads of the scan call the consumer, but never two
   *     threads at the same time. If the consumer throws an exception, the scan ends and this
   *     method throws the exception
   * @return the number of ports in each state
   * @throws switchboard.net.DeadlineExceededException if a deadline of the thread expires before
   *     the scan is complete
   * @throws switchboard.net.OperationInterruptedException if the thread is interrupted
   * @throws IOException only as one of the two exceptions above; a failed connect attempt is
   *     reported as a result, not as an exception
   */
  public ScanSummary run(Address.Inet host, Ports ports, Consumer<PortResult> results)
      throws IOException {
    return new HostScan(this, host, ports, results).run();
  }
}
