package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the field {@code Range} (RFC 9110 §14), by default for a resource of ten bytes. */
class ByteRangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-0|10|bytes 0-0/10
          bytes=0-9|10|bytes 0-9/10
          bytes=0-10|10|bytes 0-9/10
          bytes=0-|10|bytes 0-9/10
          bytes=9-|10|bytes 9-9/10
          bytes=10-|10|bytes */10
          bytes=10-11|10|bytes */10
          bytes=-1|10|bytes 9-9/10
          bytes=-10|10|bytes 0-9/10
          bytes=-11|10|bytes 0-9/10
          bytes=-0|10|bytes */10
          bytes=-0|0|bytes */0
          bytes=0-|0|bytes */0
          bytes=-1|0|whole
          BYTES=2-3|10|bytes 2-3/10
          bytes= 2-3|10|bytes 2-3/10
          bytes=02-0003|10|bytes 2-3/10
          bytes=00000000000000000000000002-3|10|bytes 2-3/10
          bytes=2-99999999999999999999999999|10|bytes 2-9/10
          bytes=99999999999999999999999999-|10|bytes */10
          bytes=-99999999999999999999999999|10|bytes 0-9/10
          bytes=9223372036854775807-9223372036854775808|10|bytes */10
          bytes=3-2|10|whole
          bytes=-|10|whole
          bytes=|10|whole
          bytes=a-b|10|whole
          bytes=+1-2|10|whole
          bytes=0x1-2|10|whole
          bytes=1- 2|10|whole
          bytes=--1|10|whole
          bytes=0-1,3-4|10|whole
          bytes=0-1,|10|whole
          bytes 0-1|10|whole
          lines=0-1|10|whole
          0-1|10|whole
          """)
  void aSingleRangeIsTakenAndEverythingElseIsTheWhole(String value, long size, String sent) {
    var range = ByteRange.of(List.of(value), size);
    assertEquals(sent, range.map(each -> each.contentRange(size)).orElse("whole"));
  }

  @Test
  void noFieldOrTwoOfThemAreTheWhole() {
    assertEquals(true, ByteRange.of(List.of(), 10).isEmpty());
    assertEquals(true, ByteRange.of(List.of("bytes=0-1", "bytes=0-1"), 10).isEmpty());
  }
}
