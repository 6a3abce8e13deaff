package switchboard.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests valid and invalid lists of ports. */
class PortsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          22|22|1
          22,80,8000-8100|22,80,8000-8100|103
          80,22,80,22-22|22,80|2
          -1024|1-1024|1024
          60000-|60000-65535|5536
          -|1-65535|65535
          1-65535|1-65535|65535
          1-3,2-5,7,6|1-7|7
          ' 22 , 80 - 81 '|22,80-81|3
          65535|65535|1
          00022|22|1
          """)
  void aListIsReadWithBothEndsOfARangeAndNothingTwice(String list, String ports, int count) {
    var parsed = Ports.parse(list);
    assertEquals(ports, parsed.toString());
    assertEquals(count, parsed.count());
    assertEquals(ports, Ports.parse(parsed.toString()).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``|no port given; example: 22,80,8000-8100
          22,,80|missing port before or after a comma in '22,,80'
          22,|missing port before or after a comma in '22,'
          http|'http' is not a port number (1 to 65535)
          0|'0' is not a port number (1 to 65535)
          0-9|'0' in '0-9' is not a port number (1 to 65535)
          9-65536|'65536' in '9-65536' is not a port number (1 to 65535)
          123456|'123456' is not a port number (1 to 65535)
          1-2-3|'2-3' in '1-2-3' is not a port number (1 to 65535)
          90-80|'90-80' is a descending range; did you mean 80-90?
          +5|'+5' is not a port number (1 to 65535)
          ٣|'٣' is not a port number (1 to 65535)
          """)
  void nonsenseIsNamedInASentence(String list, String sentence) {
    var wrong = assertThrows(IllegalArgumentException.class, () -> Ports.parse(list));
    assertEquals(sentence, wrong.getMessage());
  }

  @Test
  void aRangeHasBothItsEnds() {
    assertEquals("1-1024", Ports.range(1, 1024).toString());
    assertThrows(IllegalArgumentException.class, () -> Ports.range(0, 1));
    assertThrows(IllegalArgumentException.class, () -> Ports.range(1, 65536));
    assertThrows(IllegalArgumentException.class, () -> Ports.range(2, 1));
  }
}
