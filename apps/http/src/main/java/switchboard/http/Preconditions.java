package switchboard.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides what the preconditions of a GET or HEAD request allow, in the order of RFC 9110 §13.2.2.
 * Used by the static file server for what it would answer with 200 otherwise; any thread.
 */
record Preconditions(RequestHeader request, Validators validators, Instant now) {

  /** The answer that they lead to. */
  enum Outcome {
    /** The resource, or a range of it. */
    PROCEED,
    /** 304: the client has this version. */
    NOT_MODIFIED,
    /** 412: the client has another version, and wanted nothing in that case. */
    FAILED
  }

  /** Evaluates all conditions but If-Range. */
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
   * Whether a range may be sent: without If-Range, or if the client's part is of this version
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
   * Whether the resource has changed after the date in that field; empty if the field is not there,
   * not one valid date, or the resource has no date (§13.1.3, §13.1.4).
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
