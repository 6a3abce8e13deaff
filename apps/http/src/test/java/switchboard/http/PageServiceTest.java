package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.server.Limits;
import switchboard.testing.MemoryEngine;

/** What a directory answers to whom, over the network in memory. */
@Timeout(30)
class PageServiceTest {
  private final MemoryEngine engine = new MemoryEngine();

  @TempDir private Path scratch = Path.of("");
  private Site site;

  @BeforeEach
  void open() throws IOException {
    site = new Site(switchboard.net.Network.over(engine), scratch, Limits.standard());
  }

  @AfterEach
  void nothingIsLeftOpen() {
    site.close();
    assertEquals(java.util.List.of(), engine.openHandles());
  }

  @Test
  void aPageComesWithAllThatIsToBeSaidOfIt() throws Exception {
    Files.setLastModifiedTime(site.root.resolve("index.html"), FileTime.from(Site.NOW));
    assertEquals(
        """
        HTTP/1.1 200 OK
        Date: Thu, 05 Mar 2026 08:09:10 GMT
        Last-Modified: Thu, 05 Mar 2026 08:09:10 GMT
        Content-Type: text/html; charset=utf-8
        Accept-Ranges: none
        Content-Length: 13
        X-Content-Type-Options: nosniff
        Connection: keep-alive

        <h1>home</h1>\
        """
            .replace("\n", "\r\n"),
        site.get("/"));
  }

  @ParameterizedTest
  @CsvSource({
    "/index.html, <h1>home</h1>",
    "/?a=b, <h1>home</h1>",
    "http://x/docs/, docs",
    "HTTP://x, <h1>home</h1>",
    "/docs//guide.css, css",
    "/d%6Fcs/guide.css, css",
    "/a%20b+%C3%BC.txt, blank",
    "/in.txt, css"
  })
  void whatIsBelowTheDirectoryIsServed(String target, String body) throws Exception {
    String answer = site.get(target);
    assertEquals(200, Site.code(answer), answer);
    assertEquals(body, Site.body(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/empty/",
        "/empty",
        "/docs/guide.css/",
        "/docs/guide.css/x",
        "/../outside.txt",
        "/docs/../../outside.txt",
        "/docs/../index.html",
        "/./index.html",
        "/%2e%2e/outside.txt",
        "/%2E%2E/outside.txt",
        "/.%2e/outside.txt",
        "/..%2foutside.txt",
        "/%2e%2e%2foutside.txt",
        "/%252e%252e/outside.txt",
        "/..%5coutside.txt",
        "/..\\outside.txt",
        "/docs%2fguide.css",
        "/docs%5cguide.css",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/%2fetc%2fpasswd",
        "/C:/index.html",
        "/index.html%00",
        "/index.html%00.txt",
        "/index.html%0a",
        "/index.html%20",
        "/index.html.",
        "/INDEX.html::$DATA",
        "/out.txt",
        "/up/outside.txt",
        "/loop",
        "/.hidden",
        "/.git/config",
        "/%2egit/config",
        "/shown.txt"
      })
  void nothingElseIsAndNobodyIsToldWhatThereIs(String target) throws Exception {
    String answer = site.get(target);
    assertEquals(404, Site.code(answer), answer);
    assertEquals("404 Not Found\n", Site.body(answer));
  }

  @Test
  void aPipeIsNotOpenedAndTooLongANameIsNotFound() throws Exception {
    var pipe = new ProcessBuilder("mkfifo", site.root.resolve("pipe").toString()).start();
    assertEquals(0, pipe.waitFor());
    assertEquals(404, Site.code(site.get("/pipe")));
    assertEquals(404, Site.code(site.get("/" + "x".repeat(5000))));
  }

  @ParameterizedTest
  @CsvSource({
    "/docs, /docs/",
    "/docs?a=b&c, /docs/?a=b&c",
    "//docs, /docs/",
    "/%64ocs, /docs/",
    "http://other/docs, /docs/"
  })
  void aDirectoryIsASlashAwayAndNeverAnotherServer(String target, String place) throws Exception {
    String answer = site.get(target);
    assertEquals(301, Site.code(answer), answer);
    assertTrue(answer.contains("\r\nLocation: " + place + "\r\n"), answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
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
          """)
  void aRequestGetsTheStatusItDeserves(String words, int code) throws Exception {
    String answer = site.say(words.translateEscapes());
    assertEquals(code, Site.code(answer), answer);
    assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
    boolean methods = code == 405 || (code == 501 && !words.contains("gzip"));
    assertEquals(methods, answer.contains("\r\nAllow: GET, HEAD\r\n"), answer);
    assertFalse(answer.contains("secret"));
  }
}
