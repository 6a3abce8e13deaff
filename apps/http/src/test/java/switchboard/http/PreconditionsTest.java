package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests preconditions in the order of RFC 9110 §13.2.2, for a resource with the tag "a" that was
 * modified at 08:00:00. In the rows, OLD, SAME and NEW are dates before, at and after that time.
 */
class PreconditionsTest {
  private static final Instant MODIFIED = Instant.parse("2026-03-05T08:00:00Z");
  private static final Instant NOW = MODIFIED.plusSeconds(60);

  private static List<HeaderField> fields(String row) {
    if (row.isEmpty()) {
      return List.of();
    }
    var fields = new ArrayList<HeaderField>();
    for (String field : row.split("; ", -1)) {
      int colon = field.indexOf(": ");
      String value =
          switch (field.substring(colon + 2)) {
            case "OLD" -> "Thu, 05 Mar 2026 07:59:59 GMT";
            case "SAME" -> "Thu, 05 Mar 2026 08:00:00 GMT";
            case "NEW" -> "Thu, 05 Mar 2026 08:00:01 GMT";
            case String other -> other;
          };
      fields.add(new HeaderField(field.substring(0, colon), value));
    }
    return fields;
  }

  private static Preconditions preconditions(String row, Validators validators) {
    return new Preconditions(new RequestHeader("GET", "/", 1, fields(row)), validators, NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``|PROCEED
          If-Match: "a"|PROCEED
          If-Match: "b", "a"|PROCEED
          If-Match: "b"; If-Match: "a"|PROCEED
          If-Match: *|PROCEED
          If-Match: "b"|FAILED
          If-Match: W/"a"|FAILED
          If-Match: a|FAILED
          If-Match: "A"|FAILED
          If-Match: "a|FAILED
          If-Match: "a", *|PROCEED
          If-Match: ,, "a"|PROCEED
          If-Match: "x,"a""|FAILED
          If-Unmodified-Since: OLD|FAILED
          If-Unmodified-Since: SAME|PROCEED
          If-Unmodified-Since: NEW|PROCEED
          If-Unmodified-Since: never|PROCEED
          If-Unmodified-Since: OLD; If-Unmodified-Since: OLD|PROCEED
          If-Match: "a"; If-Unmodified-Since: OLD|PROCEED
          If-Match: "b"; If-Unmodified-Since: NEW|FAILED
          If-None-Match: "a"|NOT_MODIFIED
          If-None-Match: W/"a"|NOT_MODIFIED
          If-None-Match: "b", W/"a"|NOT_MODIFIED
          If-None-Match: *|NOT_MODIFIED
          If-None-Match: "b"|PROCEED
          If-None-Match: a|PROCEED
          If-Modified-Since: OLD|PROCEED
          If-Modified-Since: SAME|NOT_MODIFIED
          If-Modified-Since: NEW|NOT_MODIFIED
          If-Modified-Since: never|PROCEED
          If-None-Match: "b"; If-Modified-Since: NEW|PROCEED
          If-None-Match: "a"; If-Modified-Since: OLD|NOT_MODIFIED
          If-Match: "b"; If-None-Match: "a"|FAILED
          If-Match: "a"; If-None-Match: "a"|NOT_MODIFIED
          If-Unmodified-Since: OLD; If-None-Match: "a"|FAILED
          If-Unmodified-Since: NEW; If-Modified-Since: NEW|NOT_MODIFIED
          """)
  void theConditionsAreEvaluatedInOrder(String row, Preconditions.Outcome outcome) {
    var validators = new Validators("\"a\"", MODIFIED);
    assertEquals(outcome, preconditions(row, validators).evaluate());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``|true
          If-Range: "a"|true
          If-Range: "b"|false
          If-Range: W/"a"|false
          If-Range: SAME|true
          If-Range: OLD|false
          If-Range: NEW|false
          If-Range: never|false
          If-Range: *|false
          If-Range: "a"; If-Range: "a"|false
          """)
  void aRangeIsForThoseWhoHaveTheSameVersion(String row, boolean allowed) {
    assertEquals(allowed, preconditions(row, new Validators("\"a\"", MODIFIED)).allowRange());
  }

  @Test
  void aWeakTagAndADateOfThisVerySecondProveNothing() {
    var weak = new Validators("W/\"a\"", NOW);
    assertEquals(
        List.of(Preconditions.Outcome.FAILED, Preconditions.Outcome.NOT_MODIFIED),
        List.of(
            preconditions("If-Match: W/\"a\"", weak).evaluate(),
            preconditions("If-None-Match: \"a\"", weak).evaluate()));
    for (String row : Arrays.asList("If-Range: W/\"a\"", "If-Range: " + HttpDate.format(NOW))) {
      assertEquals(false, preconditions(row, weak).allowRange(), row);
    }
  }

  @Test
  void aResourceWithoutValidatorsMatchesNothingButAny() {
    assertEquals(
        List.of(
            Preconditions.Outcome.PROCEED,
            Preconditions.Outcome.FAILED,
            Preconditions.Outcome.PROCEED,
            Preconditions.Outcome.PROCEED),
        List.of(
            preconditions("If-Match: *", Validators.NONE).evaluate(),
            preconditions("If-Match: \"a\"", Validators.NONE).evaluate(),
            preconditions("If-None-Match: \"a\"", Validators.NONE).evaluate(),
            preconditions("If-Modified-Since: NEW", Validators.NONE).evaluate()));
  }
}
