package switchboard.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates the preconditions of a GET or HEAD request in the order of RFC 9110 §13.2.2.
 * Preconditions apply only to a request that would be answered with status 200 if it had no
 * preconditions. Immutable and thread-safe.
 */
record Preconditions(RequestHeader request, Validators validators, Instant now) {

  /** The result of evaluating the preconditions. */
  enum Outcome {
    /** Send the resource, or a range of it. */
    PROCEED,
    /** Send status 304: the client already has the current version of the resource. */
    NOT_MODIFIED,
    /** Send status 412: the request applies only to another version of the resource. */
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
   * Returns whether a range may be sent. This is the case if the request has no field If-Range, or
   * if the field matches the current version of the resource (§13.1.5).
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
   * Returns whether the resource was modified after the date in the request field {@code field}.
   * The result is empty if the field does not contain exactly one valid date, or the modification
   * date of the resource is unknown (§13.1.3, §13.1.4).
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
