package switchboard.net.internal;

import java.util.Map;
import java.util.ServiceLoader;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.net.spi.Scheme;

/** Finds the module that knows a scheme, or says which one is missing. */
public final class Schemes {
  private static final Map<String, String> MODULES = Map.of("tls", "switchboard.tls");

  private Schemes() {}

  public static Scheme find(Endpoint endpoint, String purpose) {
    for (Scheme scheme : ServiceLoader.load(Scheme.class, Schemes.class.getClassLoader())) {
      if (scheme.name().equals(endpoint.scheme())) {
        return scheme;
      }
    }
    String module = MODULES.get(endpoint.scheme());
    throw new EndpointException(
        "can't "
            + purpose
            + " to "
            + endpoint
            + ": "
            + (module == null
                ? "no module here knows the scheme '" + endpoint.scheme() + "'"
                : "the module " + module + " is not there")
            + "; known are tcp, udp, unix and stdio");
  }
}
