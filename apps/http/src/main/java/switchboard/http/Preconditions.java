package switchboard.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates the preconditions of a GET or HEAD request in the order of RFC 9110 §13.2.2. They apply
 * only to requests whose response would be 200 without them. Immutable and thread-safe.
 */
record Preconditions(RequestHeader request, Validators validators, Instant now) {

  /** The result of the preconditions. */
  enum Outcome {
    /** Send the resource, or a range of it. */
    PROCEED,
    /** Send 304: the client already has this version. */
    NOT_MODIFIED,
    /** Send 412: the request is for another version only. */
    FAILED
  }

  /** Evaluates all preconditions except If-Range. */
  Outcome evaluate() {
    List<String> match = request.values("If-Match");
    if (!match.isEmpty()) {
      if (!Validators.isAny(match) && !validators.matchesStrongly(match)) {
        return Outcome.FAILED;
      }
    } else if (isModifiedSince("If-Unmodified-Since").orElse(false)) {
      return Outcome.FAILED;
    }
    List<String> noneMatch = request.values("If-None-Match");
    if (!noneMatch.isEmpty()) {
      boolean matches = Validators.isAny(noneMatch) || validators.matchesWeakly(noneMatch);
      return matches ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }
    boolean modified = isModifiedSince("If-Modified-Since").orElse(true);
    return modified ? Outcome.PROCEED : Outcome.NOT_MODIFIED;
  }

  /**
   * Returns whether a range may be sent: if there is no If-Range, or it matches this version
   * (§13.1.5).
   */
  boolean allowRange() {
    List<String> values = request.values("If-Range");
    if (values.isEmpty()) {
      return true;
    }
    if (values.size() > 1) {
      return false;
    }
    return validators.matchesStrongly(values)
        || validators.hasStrongDate(HttpDate.parse(values.getFirst(), now), now);
  }

  /**
   * Returns whether the resource was modified after the date in a field. The result is empty if the
   * field is missing or not exactly one valid date, or the resource has no date (§13.1.3, §13.1.4).
   */
  private Optional<Boolean> isModifiedSince(String field) {
    Instant modified = validators.modified();
    List<String> dates = request.values(field);
    if (modified == null || dates.size() != 1) {
      return Optional.empty();
    }
    return HttpDate.parse(dates.getFirst(), now).map(modified::isAfter);
  }
}
