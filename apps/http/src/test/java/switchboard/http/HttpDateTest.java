package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests dates in the three formats of RFC 9110 §5.6.7. */
class HttpDateTest {
  private static final Instant NOW = Instant.parse("2026-03-05T08:09:10Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Sun, 06 Nov 1994 08:49:37 GMT|1994-11-06T08:49:37Z
          Sunday, 06-Nov-94 08:49:37 GMT|1994-11-06T08:49:37Z
          Sun Nov  6 08:49:37 1994|1994-11-06T08:49:37Z
          Sun Nov 16 08:49:37 1994|1994-11-16T08:49:37Z
          Thu, 29 Feb 2024 00:00:00 GMT|2024-02-29T00:00:00Z
          Sat, 31 Dec 2016 23:59:60 GMT|2016-12-31T23:59:59Z
          Thursday, 05-Mar-26 08:09:10 GMT|2026-03-05T08:09:10Z
          Thursday, 05-Mar-76 08:09:10 GMT|2076-03-05T08:09:10Z
          Friday, 05-Mar-76 08:09:11 GMT|1976-03-05T08:09:11Z
          Monday, 01-Jan-00 00:00:00 GMT|2000-01-01T00:00:00Z
          Friday, 31-Dec-99 00:00:00 GMT|1999-12-31T00:00:00Z
          """)
  void eachFormIsReadAndATwoDigitYearIsNeverMoreThanFiftyYearsAhead(String text, Instant date) {
    assertEquals(Optional.of(date), HttpDate.parse(text, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "sun, 06 nov 1994 08:49:37 gmt",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "1994-11-06T08:49:37Z",
        " Sun, 06 Nov 1994 08:49:37 GMT"
      })
  void anythingElseIsNotADate(String text) {
    assertEquals(Optional.empty(), HttpDate.parse(text, NOW));
  }

  @Test
  void aDateIsWrittenAsImfFixdate() {
    Instant date = Instant.parse("1994-11-06T08:49:37.9Z");
    assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.format(date));
  }
}
