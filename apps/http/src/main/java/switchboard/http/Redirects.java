package switchboard.http;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import switchboard.net.EndpointException;

/**
 * Follows the redirects of one fetch (RFC 9110 §15.4) and detects loops. The method of the request,
 * GET or HEAD, never changes. Confined to one thread.
 */
final class Redirects {
  private static final Set<Integer> CODES = Set.of(301, 302, 303, 307, 308);

  private final int max;
  private final LinkedHashSet<String> seen = new LinkedHashSet<>();
  private HttpUrl current;

  Redirects(HttpUrl first, int max) {
    this.max = max;
    this.current = first;
    seen.add(first.toString());
  }

  /**
   * Returns the URL to which a response redirects. The result is empty if the response is not a
   * redirect or has no field Location.
   *
   * @throws RedirectException if the redirect cannot be followed
   */
  Optional<HttpUrl> next(ResponseHeader head) throws RedirectException {
    Optional<String> location = head.rawLocation();
    if (!CODES.contains(head.code()) || location.isEmpty()) {
      return Optional.empty();
    }
    HttpUrl next = resolve(location.get(), head.location().orElse(""));
    if (seen.size() > max) {
      throw new RedirectException("more than " + max + " redirects; the next one leads to " + next);
    }
    if (!seen.add(next.toString())) {
      throw new RedirectException("redirect loop: " + String.join(" -> ", seen) + " -> " + next);
    }
    current = next;
    return Optional.of(next);
  }

  private HttpUrl resolve(String location, String shown) throws RedirectException {
    try {
      return current.resolve(location);
    } catch (EndpointException e) {
      throw new RedirectException(
          current + " redirects to '" + shown + "', which cannot be followed: " + e.getMessage());
    }
  }
}
