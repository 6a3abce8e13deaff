package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.EndpointException;

/** Tests URLs as users type them. */
class HttpUrlTest {

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
          tcp://localhost:8000/a//b/../c|tcp://localhost:8000|localhost:8000|/a//c
          localhost:80/../a/./b/%2E%2e/c/..?../x|tcp://localhost:80|localhost|/a/?../x
          localhost:80/a/..b/.../...|tcp://localhost:80|localhost|/a/..b/.../...
          localhost:80/..|tcp://localhost:80|localhost|/
          :8000/x|tcp://:8000|localhost:8000|/x
          [::1]:8000/x|tcp://[::1]:8000|[::1]:8000|/x
          http://[::1]/x|tcp://[::1]:80|[::1]|/x
          http://[fe80::1%eth0]:81/|tcp://[fe80::1%eth0]:81|[fe80::1]:81|/
          http://[fe80::1%25eth0]:81/|tcp://[fe80::1%eth0]:81|[fe80::1]:81|/
          http://[fe80::1%25]/|tcp://[fe80::1%25]:80|[fe80::1]|/
          [fe80::1%25en0]/%25|tcp://[fe80::1%en0]:80|[fe80::1]|/%25
          127.0.0.1:8000/a b/ü|tcp://127.0.0.1:8000|127.0.0.1:8000|/a%20b/%C3%BC
          127.0.0.1:8000/%20"<>\\^`{}|tcp://127.0.0.1:8000|127.0.0.1:8000|/%20%22%3C%3E%5C%5E%60%7B%7D
          unix:///run/app.sock:/x?y|unix:///run/app.sock|localhost|/x?y
          unix:/run/app.sock|unix:///run/app.sock|localhost|/
          unix:///run/a:b.sock:/x|unix:///run/a:b.sock|localhost|/x
          unix:@app:/x|unix:@app|localhost|/x
          """)
  void aPageIsAServerAndWhatToAskItFor(String typed, String endpoint, String host, String target) {
    var address = HttpUrl.parse(typed);
    assertEquals(endpoint, address.endpoint().toString());
    assertEquals(host, address.host());
    assertEquals(target, address.target());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://localhost/|requires TLS, which is not supported yet
          tls://localhost:443/|requires TLS, which is not supported yet
          ftp://localhost/|is not an HTTP URL
          udp://localhost:53/|is not an HTTP URL
          /index.html|has no host
          ''|has no host
          me:secret@localhost/|user names and passwords
          localhost:/x|no port after the colon
          localhost:99999/x|port '99999'
          ::1/x|IPv6 address; write it in brackets
          exämple:80/|not ASCII
          a b:80/|is not a host name
          unix:|has no path
          """)
  void whatIsWrongIsSaid(String typed, String sentence) {
    var wrong = assertThrows(EndpointException.class, () -> HttpUrl.parse(typed));
    assertTrue(String.valueOf(wrong.getMessage()).contains(sentence), wrong.getMessage());
  }

  /** Tests the examples of RFC 3986 §5.4, except those with another scheme than HTTP. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          g|http://a/b/c/g
          ./g|http://a/b/c/g
          g/|http://a/b/c/g/
          /g|http://a/g
          //g|http://g/
          ?y|http://a/b/c/d;p?y
          g?y|http://a/b/c/g?y
          #s|http://a/b/c/d;p?q
          g#s|http://a/b/c/g
          g?y#s|http://a/b/c/g?y
          ;x|http://a/b/c/;x
          g;x|http://a/b/c/g;x
          ''|http://a/b/c/d;p?q
          .|http://a/b/c/
          ./|http://a/b/c/
          ..|http://a/b/
          ../|http://a/b/
          ../g|http://a/b/g
          ../..|http://a/
          ../../g|http://a/g
          ../../../g|http://a/g
          ../../../../g|http://a/g
          /./g|http://a/g
          /../g|http://a/g
          g.|http://a/b/c/g.
          ..g|http://a/b/c/..g
          ./../g|http://a/b/g
          ./g/.|http://a/b/c/g/
          g/./h|http://a/b/c/g/h
          g/../h|http://a/b/c/h
          g;x=1/../y|http://a/b/c/y
          g?y/./x|http://a/b/c/g?y/./x
          g?y/../x|http://a/b/c/g?y/../x
          g?http://x|http://a/b/c/g?http://x
          HTTP://other:81/x|http://other:81/x
          http://A/x|http://a/x
          é b|http://a/b/c/%C3%A9%20b
          """)
  void aReferenceIsResolvedByRfc3986(String reference, String resolved) {
    assertEquals(resolved, HttpUrl.parse("http://a/b/c/d;p?q").resolve(reference).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a/",
        "ftp://a/",
        "unix:/x:/",
        "mailto:a",
        "http:g",
        "http://u@a/",
        "tcp://a:1/"
      })
  void aReferenceLeadsToHttpOnly(String reference) {
    var base = HttpUrl.parse("http://a/b");
    assertThrows(EndpointException.class, () -> base.resolve(reference));
  }

  @Test
  void aReferenceStaysBehindItsUnixSocket() {
    var base = HttpUrl.parse("unix:/a.sock:/x/y");
    assertEquals("unix:///a.sock:/x/z", base.resolve("z").toString());
    assertEquals("unix:///a.sock:/z", base.resolve("http://localhost/z").toString());
    assertEquals("http://other/z", base.resolve("http://other/z").toString());
  }

  @Test
  void dotSegmentsStayWhereThatIsAsked() {
    assertEquals("/a/../b/.", HttpUrl.parseAsIs("a:80/a/../b/.").target());
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8000/x, http://localhost:8000/x",
    "unix:/a.sock:/x, unix:///a.sock:/x",
    "[fe80::1%eth0]:81/x, http://[fe80::1%25eth0]:81/x"
  })
  void itIsShownAsItMayBeTyped(String typed, String shown) {
    assertEquals(shown, HttpUrl.parse(typed).toString());
    assertEquals(HttpUrl.parse(typed), HttpUrl.parse(shown));
  }
}
