package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.net.EndpointException;

/** Pages as people type them. */
class PageAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          localhost:8000/index.html|tcp://localhost:8000|localhost:8000|/index.html
          localhost:8000|tcp://localhost:8000|localhost:8000|/
          localhost|tcp://localhost:80|localhost|/
          http://localhost/x?y=z|tcp://localhost:80|localhost|/x?y=z
          HTTP://localhost:80/x|tcp://localhost:80|localhost|/x
          http://localhost:8000?y=z#part|tcp://localhost:8000|localhost:8000|/?y=z
          tcp://localhost:8000/a//b/../c|tcp://localhost:8000|localhost:8000|/a//b/../c
          :8000/x|tcp://:8000|localhost:8000|/x
          [::1]:8000/x|tcp://[::1]:8000|[::1]:8000|/x
          http://[::1]/x|tcp://[::1]:80|[::1]|/x
          http://[fe80::1%eth0]:81/|tcp://[fe80::1%eth0]:81|[fe80::1]:81|/
          127.0.0.1:8000/a b/ü|tcp://127.0.0.1:8000|127.0.0.1:8000|/a%20b/%C3%BC
          127.0.0.1:8000/%20"<>\\^`{}|tcp://127.0.0.1:8000|127.0.0.1:8000|/%20%22%3C%3E%5C%5E%60%7B%7D
          unix:///run/app.sock:/x?y|unix:///run/app.sock|localhost|/x?y
          unix:/run/app.sock|unix:///run/app.sock|localhost|/
          unix:///run/a:b.sock:/x|unix:///run/a:b.sock|localhost|/x
          unix:@app:/x|unix:@app|localhost|/x
          """)
  void aPageIsAServerAndWhatToAskItFor(String typed, String endpoint, String host, String target) {
    var address = PageAddress.parse(typed);
    assertEquals(endpoint, address.endpoint().toString());
    assertEquals(host, address.host());
    assertEquals(target, address.target());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://localhost/|there is no TLS here yet
          tls://localhost:443/|there is no TLS here yet
          ftp://localhost/|is no address of a page
          udp://localhost:53/|is no address of a page
          /index.html|names no server
          ''|names no server
          me:secret@localhost/|names and passwords
          localhost:/x|no port after the colon
          localhost:99999/x|port '99999'
          ::1/x|IPv6; its address goes in brackets
          exämple:80/|not ASCII
          a b:80/|is no host name
          unix:|names no path
          """)
  void whatIsWrongIsSaid(String typed, String sentence) {
    var wrong = assertThrows(EndpointException.class, () -> PageAddress.parse(typed));
    assertTrue(String.valueOf(wrong.getMessage()).contains(sentence), wrong.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"localhost:8000/x, http://localhost:8000/x", "unix:/a.sock:/x, unix:///a.sock:/x"})
  void itIsShownAsItMayBeTyped(String typed, String shown) {
    assertEquals(shown, PageAddress.parse(typed).toString());
    assertEquals(PageAddress.parse(typed), PageAddress.parse(shown));
  }
}
