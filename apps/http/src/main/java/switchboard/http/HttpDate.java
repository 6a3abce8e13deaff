package switchboard.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats dates of HTTP fields as IMF-fixdate, and parses them in all three formats of RFC 9110
 * §5.6.7. Thread-safe.
 */
final class HttpDate {
  private static final int YEARS_AHEAD_MAX = 50;
  private static final int CENTURY = 100;
  private static final int LEAP_SECOND = 60;

  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final String MONTH = "(?<month>" + String.join("|", MONTHS) + ")";
  private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final String LONG_DAY =
      "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)";
  private static final String TIME = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})";

  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile(
              DAY + ", (?<day>[0-9]{2}) " + MONTH + " (?<year>[0-9]{4}) " + TIME + " GMT"),
          Pattern.compile(
              LONG_DAY + ", (?<day>[0-9]{2})-" + MONTH + "-(?<year>[0-9]{2}) " + TIME + " GMT"),
          Pattern.compile(
              DAY + " " + MONTH + " (?<day>[ 0-9][0-9]) " + TIME + " (?<year>[0-9]{4})"));

  private HttpDate() {}

  /** Returns the date as IMF-fixdate: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  static String format(Instant date) {
    return IMF_FIXDATE.format(date);
  }

  /**
   * Parses a date. Does not check that the day of the week matches the date.
   *
   * @param now the current time, which determines the century of a two-digit year
   * @return the date; empty if {@code text} is not a date in one of the three formats
   */
  static Optional<Instant> parse(String text, Instant now) {
    for (Pattern form : FORMS) {
      var date = form.matcher(text);
      if (date.matches()) {
        try {
          return Optional.of(instant(date, now));
        } catch (DateTimeException noSuchDay) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Instant instant(Matcher date, Instant now) {
    String year = date.group("year");
    if (year.length() > 2) {
      return at(date, Integer.parseInt(year));
    }
    var today = now.atOffset(ZoneOffset.UTC);
    int century = today.getYear() / CENTURY * CENTURY;
    Instant read = at(date, century + Integer.parseInt(year));
    boolean tooFarAhead = read.isAfter(today.plusYears(YEARS_AHEAD_MAX).toInstant());
    return tooFarAhead ? at(date, century + Integer.parseInt(year) - CENTURY) : read;
  }

  private static Instant at(Matcher date, int year) {
    int second = number(date, "second");
    return LocalDateTime.of(
            year,
            MONTHS.indexOf(date.group("month")) + 1,
            number(date, "day"),
            number(date, "hour"),
            number(date, "minute"),
            second == LEAP_SECOND ? LEAP_SECOND - 1 : second)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(Matcher date, String group) {
    return Integer.parseInt(date.group(group).strip());
  }
}
