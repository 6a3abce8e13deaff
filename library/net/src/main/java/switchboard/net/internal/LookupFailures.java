package switchboard.net.internal;

import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a name that has no address from a lookup that failed, for {@link SystemResolver}. The JDK
 * throws one exception for both, whose only difference is the text of gai_strerror(3), in the
 * language of the locale. So that text is compared with the one for a name that cannot exist. Any
 * thread.
 */
final class LookupFailures {
  /** An empty label is malformed (RFC 1035 §3.1): getaddrinfo(3) says so and asks no server. */
  private static final String MALFORMED = "a..b";

  /** EAI_NODATA and its like: there is such a name, and it has no address. */
  private static final Set<String> NO_ADDRESS =
      Set.of(
          "No address associated with hostname",
          "nodename nor servname provided, or not known",
          "no such host is known");

  private static final int REMEMBERED_MAX = 256;

  private final SystemResolver.Lookup lookup;

  /**
   * The last reason for each name: what the JDK answers from its cache for the next ten seconds
   * (networkaddress.cache.negative.ttl) comes without one.
   */
  private final Map<String, String> reasons =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  private @Nullable String notFound; // guarded by this; null until the first failure

  LookupFailures(SystemResolver.Lookup lookup) {
    this.lookup = lookup;
  }

  /** Returns why the lookup of {@code host} failed, or null if the name has no address. */
  @Nullable String reason(String host, UnknownHostException thrown) {
    String reason = remembered(host, text(host, thrown));
    boolean answered =
        reason.isEmpty() || NO_ADDRESS.contains(reason) || reason.equals(ofMalformed());
    return answered ? null : reason;
  }

  private synchronized String remembered(String host, String reason) {
    if (reason.isEmpty()) {
      return reasons.getOrDefault(host, "");
    }
    reasons.put(host, reason);
    return reason;
  }

  private synchronized String ofMalformed() {
    String known = notFound;
    if (known == null) {
      try {
        lookup.all(MALFORMED);
        known = "";
      } catch (UnknownHostException expected) {
        known = text(MALFORMED, expected);
      }
      notFound = known;
    }
    return known;
  }

  /** The JDK writes {@code host: reason}, or the host alone. */
  private static String text(String host, UnknownHostException thrown) {
    String message = thrown.getMessage();
    String prefix = host + ": ";
    return message != null && message.startsWith(prefix) ? message.substring(prefix.length()) : "";
  }
}
