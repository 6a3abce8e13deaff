package switchboard.net;

import java.io.IOException;
import java.util.List;
import switchboard.net.internal.SystemResolver;

/** Turns host names into addresses. A network has one; tests bring their own. */
public interface Resolver {

  /**
   * Blocks until the name is resolved.
   *
   * @param host a name; numbers are never asked for
   * @param port goes into each address
   * @return at least one address, the best first
   * @throws NameNotFoundException when the name has no address
   * @throws NameLookupFailedException when the name service could not tell whether it has one
   * @throws DeadlineExceededException when a deadline of the thread passed first
   */
  List<Address.Inet> resolve(String host, int port) throws IOException;

  /** The system's own resolver, within deadlines; one for the process. */
  static SystemResolver system() {
    return SystemResolver.instance();
  }
}
