package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.server.Limits;
import switchboard.testkit.MemoryEngine;

/** Tests the status of the response to each of many invalid requests. */
@Timeout(30)
class HostileRequestsTest {
  private static final String REQUESTS =
      """
      GET / HTTP/1.1\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n|400
      GET /\\r\\n\\r\\n|400
      GET\\r\\n\\r\\n|400
      hello\\r\\n\\r\\n|400
      GET / FTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET / HTTP/1\\r\\nHost: a\\r\\n\\r\\n|400
      GET / HTTP/1.x\\r\\nHost: a\\r\\n\\r\\n|400
      GET / b HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET / HTTP/1.+1\\r\\nHost: a\\r\\n\\r\\n|400
      GET / HTTP/+1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET / HTTP/1.01\\r\\nHost: a\\r\\n\\r\\n|400
      GET / http/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET\\t/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET /\\tHTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET  / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET /  HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET / HTTP/1.1 \\r\\nHost: a\\r\\n\\r\\n|400
      \\040GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a,b\\r\\nHost: a\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a/b\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a:b\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: me@a\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: http://a\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: ::1\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: [::1\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: [a]\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a%2\\r\\n\\r\\n|400
      GET http://a b/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET http://me@a/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      POST / HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: evil\\r\\n\\r\\n|421
      POST / HTTP/1.1\\r\\nHost: evil\\r\\n\\r\\n|421
      GET / HTTP/1.1\\r\\nHost: alocalhost\\r\\n\\r\\n|421
      GET / HTTP/1.1\\r\\nHost: localhost.evil\\r\\n\\r\\n|421
      GET / HTTP/1.1\\r\\nHost: 127.0.0.1.evil\\r\\n\\r\\n|421
      GET http://evil/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|421
      GET http://a/ HTTP/1.1\\r\\nHost: evil\\r\\nConnection: close\\r\\n\\r\\n|200
      GET / HTTP/1.1\\r\\nHost: A.:80\\r\\n\\r\\n|200
      GET / HTTP/1.1\\r\\nHost: app.LOCALHOST:81\\r\\n\\r\\n|200
      GET / HTTP/1.1\\r\\nHost: 192.0.2.1\\r\\n\\r\\n|200
      GET / HTTP/1.1\\r\\nHost: [::1]:8000\\r\\n\\r\\n|200
      GET / HTTP/1.1\\r\\nHost: [fe80::1%25eth0]\\r\\n\\r\\n|200
      GET / HTTP/1.1\\r\\nHost:\\r\\n\\r\\n|200
      GET * HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET index.html HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET /%4 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET /%g1 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET /%ff HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET /#a HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET /é HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET /\\0 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nA: \\0\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nA: b\\rc\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nA : b\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\n: b\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nA b\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nA B: c\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\n folded\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\n Host: a\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a|400
      \\r\\n\\r\\n\\r\\n\\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      G(T / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: x\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: +1\\r\\n\\r\\n1|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n1|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n|400
      GET / HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n|400
      GET / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n|501
      GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 3\\r\\n\\r\\nabc|413
      GET / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n|413
      POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 3\\r\\n\\r\\nabc|405
      PUT /new HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|405
      OPTIONS * HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|405
      CONNECT a:1 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|405
      get / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|501
      BREW / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|501
      GET / HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n|505
      PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n|505
      GET / HTTP/1.9\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n|200
      GET / HTTP/1.0\\r\\n\\r\\n|200
      \\r\\nGET / HTTP/1.0\\n\\n|200
      GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0, 0\\r\\nExpect: 100-continue\\r\\n\\r\\n|200
      """;

  @TempDir private Path scratch = Path.of("");
  private Site site;

  static Stream<String> requests() {
    return REQUESTS.lines();
  }

  @BeforeEach
  void open() throws IOException {
    site = new Site(MemoryEngine.network(), scratch, Limits.standard());
  }

  @AfterEach
  void close() {
    site.close();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestGetsTheStatusItDeserves(String row) throws Exception {
    int bar = row.lastIndexOf('|');
    String words = row.substring(0, bar).translateEscapes();
    int code = Integer.parseInt(row.substring(bar + 1));
    String answer = site.say(words);
    assertEquals(code, Site.code(answer), answer);
    assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
    boolean methods = code == 405 || (code == 501 && !words.contains("gzip"));
    assertEquals(methods, answer.contains("\r\nAllow: GET, HEAD\r\n"), answer);
    assertFalse(answer.contains("secret"));
  }
}
