package switchboard.net.internal;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.net.spi.Scheme;

/** Finds the endpoint schemes that other modules add. */
public final class Schemes {
  private Schemes() {}

  /**
   * Finds the scheme with the given name, in lower case. Empty if no module provides such a scheme.
   */
  public static Optional<Scheme> find(String name) {
    for (Scheme scheme : all()) {
      if (scheme.name().equals(name)) {
        return Optional.of(scheme);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the scheme of {@code endpoint}.
   *
   * @throws EndpointException if no module provides the scheme
   */
  public static Scheme of(Endpoint endpoint) {
    return find(endpoint.scheme())
        .orElseThrow(() -> unknown(endpoint.scheme(), endpoint.toString()));
  }

  /** Returns the exception for a scheme that no module provides. */
  public static EndpointException unknown(String scheme, String typed) {
    var known = new TreeSet<String>();
    all().forEach(each -> known.add(each.name()));
    String more = known.isEmpty() ? "" : ", " + String.join(", ", known);
    return new EndpointException(
        "unknown scheme '"
            + scheme
            + "' in '"
            + typed
            + "'; known schemes: tcp, udp, unix, stdio"
            + more);
  }

  private static ServiceLoader<Scheme> all() {
    return ServiceLoader.load(Scheme.class, Schemes.class.getClassLoader());
  }
}
