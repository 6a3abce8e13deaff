package switchboard.net.internal;

import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a host name without an address from a failed lookup, for {@link SystemResolver}.
 * The JDK throws the same exception in both cases. Only the message differs: it contains the text
 * of gai_strerror(3), in the language of the locale. Therefore this class compares that text with
 * the text for a name that cannot exist. Safe for use by multiple threads.
 */
final class LookupFailures {
  /**
   * A name with an empty label (RFC 1035 §3.1). getaddrinfo(3) rejects such a name without asking a
   * server.
   */
  private static final String MALFORMED = "a..b";

  /**
   * The texts for EAI_NODATA and similar errors, which mean that the name exists but has no
   * address.
   */
  private static final Set<String> NO_ADDRESS =
      Set.of(
          "No address associated with hostname",
          "nodename nor servname provided, or not known",
          "no such host is known");

  private static final int REMEMBERED_MAX = 256;

  private final SystemResolver.Lookup lookup;

  /**
   * The reason that the last lookup of each name has reported. It is stored because the JDK caches
   * a failed lookup for ten seconds (networkaddress.cache.negative.ttl); during this time, it
   * throws an exception without a reason.
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

  /**
   * Returns why the lookup of {@code host} has failed; null if the lookup has succeeded and the
   * name has no address.
   */
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

  /**
   * Returns the reason in the message of an exception; empty if there is none. The message of the
   * JDK is {@code host: reason}, or only the host.
   */
  private static String text(String host, UnknownHostException thrown) {
    String message = thrown.getMessage();
    String prefix = host + ": ";
    return message != null && message.startsWith(prefix) ? message.substring(prefix.length()) : "";
  }
}
