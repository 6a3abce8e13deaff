package switchboard.net;

import java.io.IOException;
import java.util.List;
import switchboard.net.internal.SystemResolver;

/**
 * Resolves host names to addresses. Each network uses a resolver. A test can replace it:
 *
 * <pre>{@code
 * Network test = network.withResolver((host, port) -> List.of(Address.loopback(port)));
 * }</pre>
 *
 * <p>Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface Resolver {

  /**
   * Resolves a host name. Blocks until the result is known.
   *
   * @param host a host name; never an IP address
   * @param port the port of each returned address, 0 to 65535
   * @return at least one address, in the order in which they should be tried
   * @throws NameNotFoundException if the name has no address
   * @throws NameLookupFailedException if the name service did not answer
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  List<Address.Inet> resolve(String host, int port) throws IOException;

  /**
   * Returns the resolver of the operating system (getaddrinfo(3)), with support for deadlines and
   * interruption. {@code localhost} is always 127.0.0.1 and ::1 (RFC 6761 §6.3).
   *
   * @return the same resolver each time
   */
  static SystemResolver system() {
    return SystemResolver.instance();
  }
}
