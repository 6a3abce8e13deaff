package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.ConnectionLostException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Limits;
import switchboard.testkit.MemoryEngine;

/** Tests the responses of the file server, in memory. */
@Timeout(30)
class HttpFileHandlerTest {
  private static final String DOCS = "GET /docs/ HTTP/1.1\r\nHost: x\r\n\r\n";

  private final MemoryEngine engine = new MemoryEngine();

  @TempDir private Path scratch = Path.of("");
  private Site site;

  private static ByteBuffer bytes(String words) {
    return ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII));
  }

  @BeforeEach
  void open() throws IOException {
    site = new Site(Network.over(engine), scratch, Limits.standard());
  }

  @AfterEach
  void nothingIsLeftOpen() {
    site.close();
    assertEquals(List.of(), engine.openHandles());
  }

  @Test
  void aPageComesWithAllThatIsToBeSaidOfIt() throws Exception {
    Path index = site.root.resolve("index.html");
    Files.setLastModifiedTime(index, FileTime.from(Site.NOW.minusSeconds(1)));
    assertEquals(
        """
        HTTP/1.1 200 OK
        Date: Thu, 05 Mar 2026 08:09:10 GMT
        Last-Modified: Thu, 05 Mar 2026 08:09:09 GMT
        ETag: TAG
        Content-Type: text/html; charset=utf-8
        Accept-Ranges: bytes
        Content-Length: 13
        X-Content-Type-Options: nosniff
        Connection: keep-alive

        <h1>home</h1>\
        """
            .replace("\n", "\r\n"),
        site.get("/").replaceFirst("\"d-[0-9a-f]+[.]0-[0-9a-f]+\"", "TAG"));
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
    "/in.txt, css",
    "/./index.html, <h1>home</h1>",
    "/docs/../index.html, <h1>home</h1>",
    "/docs/%2e%2E/.%2e/../docs/guide.css, css",
    "/docs/x/../guide.css, css",
    "/docs/., docs",
    "/docs/x/.., docs",
    "/.well-known/acme/token, token",
    "/x/../.well-known/acme/token, token"
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
        "/docs/guide.css/",
        "/docs/guide.css/x",
        "/../outside.txt",
        "/docs/../../outside.txt",
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
        "/.well-known/.secret",
        "/docs/.well-known/x",
        "/well-known.txt",
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
  @ValueSource(strings = {"/", "/nothing", "/docs"})
  void headSaysWhatGetSaysWithoutThePage(String target) throws Exception {
    String page = site.get(target, "Connection: close");
    String head = site.say("HEAD " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertEquals(page.substring(0, page.indexOf("\r\n\r\n") + 4), head);
  }

  @Test
  void aNameMayHaveABackslashWhereTheSystemAllowsIt() throws Exception {
    site.put("back\\slash.txt", "found");
    assertEquals("found", Site.body(site.get("/back%5cslash.txt")));
    assertEquals("found", Site.body(site.get("/back\\slash.txt")));
  }

  @Test
  void aRootThatIsALinkIsFollowedWhereItLeadsNow() throws Exception {
    Path link = scratch.resolve("current");
    Files.createSymbolicLink(link, site.root.resolve("docs"));
    var service = new HttpFileHandler(link, _ -> {}).allowingHosts(List.of("x"));
    var network = Network.over(engine);
    try (var server =
        service.start(network, List.of(Endpoint.tcp("127.0.0.1", 0)), Limits.standard())) {
      assertEquals("docs", Site.body(Site.say(network, server, "GET / HTTP/1.0\r\n\r\n")));
      Path next = Files.createDirectory(scratch.resolve("next"));
      Files.writeString(next.resolve("index.html"), "next");
      Files.delete(link);
      assertEquals(404, Site.code(Site.say(network, server, "GET / HTTP/1.0\r\n\r\n")));
      Files.createSymbolicLink(link, next);
      assertEquals("next", Site.body(Site.say(network, server, "GET / HTTP/1.0\r\n\r\n")));
      Files.createSymbolicLink(next.resolve("out"), site.root.resolve("index.html"));
      assertEquals(404, Site.code(Site.say(network, server, "GET /out HTTP/1.0\r\n\r\n")));
    }
  }

  @Test
  void whoHasThePageAlreadyGetsOnlyThatNews() throws Exception {
    Files.setLastModifiedTime(
        site.root.resolve("index.html"), FileTime.from(Site.NOW.plusMillis(700)));
    String same = "If-Modified-Since: Thu, 05 Mar 2026 08:09:10 GMT";
    String unchanged = site.get("/", same);
    assertEquals(304, Site.code(unchanged), unchanged);
    assertEquals("", Site.body(unchanged));
    assertFalse(unchanged.contains("Content-Length"), unchanged);
    for (String other :
        List.of(
            "If-Modified-Since: Thu, 05 Mar 2026 08:09:09 GMT",
            "If-Modified-Since: yesterday",
            same + "\r\n" + same,
            same + "\r\nIf-None-Match: \"a\"")) { // If-None-Match takes precedence
      assertEquals(200, Site.code(site.get("/", other)), other);
    }
  }

  @Test
  void aTagIsTheSameUntilTheFileChanges() throws Exception {
    Path file = site.put("docs/tagged.txt", "0123456789");
    Files.setLastModifiedTime(file, FileTime.from(Site.NOW.minusSeconds(10)));
    String tag = tag(site.get("/docs/tagged.txt"));
    assertTrue(tag.matches("\"[0-9a-f.-]+\""), tag);
    assertEquals(tag, tag(site.get("/docs/tagged.txt")));
    assertEquals(304, Site.code(site.get("/docs/tagged.txt", "If-None-Match: \"x\", " + tag)));
    assertEquals(412, Site.code(site.get("/docs/tagged.txt", "If-Match: \"x\"")));
    Files.setLastModifiedTime(file, FileTime.from(Site.NOW.minusSeconds(10).plusNanos(1000)));
    String touched = tag(site.get("/docs/tagged.txt"));
    assertFalse(touched.equals(tag), touched);
    Files.setLastModifiedTime(file, FileTime.from(Site.NOW.minusSeconds(10)));
    Path other = site.put("docs/other.txt", "abcdefghij");
    Files.setLastModifiedTime(other, FileTime.from(Site.NOW.minusSeconds(10)));
    // the other file has the same size and the same modification time
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    String replaced = site.get("/docs/tagged.txt", "Range: bytes=0-1", "If-Range: " + tag);
    assertEquals(200, Site.code(replaced), replaced);
    assertEquals("abcdefghij", Site.body(replaced));
  }

  @Test
  void aTagIsWeakWhileAnotherChangeCouldLeaveTheSameTime() throws Exception {
    Path file = site.put("docs/tagged.txt", "0123456789");
    Files.setLastModifiedTime(file, FileTime.from(Site.NOW.minusMillis(100)));
    assertTrue(tag(site.get("/docs/tagged.txt")).startsWith("W/\""));
    Files.setLastModifiedTime(file, FileTime.from(Site.NOW.minusMillis(101)));
    assertTrue(tag(site.get("/docs/tagged.txt")).startsWith("\""));
  }

  private static String tag(String answer) {
    return answer.replaceFirst("(?s).*\r\nETag: ([^\r]*)\r.*", "$1");
  }

  @ParameterizedTest
  @CsvSource({
    "0-9, 206, 0123456789",
    "2-4, 206, 234",
    "7-, 206, 789",
    "-3, 206, 789",
    "'0-1,3-4', 200, 0123456789",
    "10-, 416, '416 Range Not Satisfiable\n'"
  })
  void aRangeOfAFileIsSent(String range, int code, String body) throws Exception {
    site.put("ten.txt", "0123456789");
    String answer = site.get("/ten.txt", "Range: bytes=" + range);
    assertEquals(code, Site.code(answer), answer);
    assertEquals(body, Site.body(answer));
    assertTrue(answer.contains("\r\nContent-Length: " + body.length() + "\r\n"), answer);
    assertEquals(code != 200, answer.contains("\r\nContent-Range: bytes "), answer);
    AccessLogEntry visit = site.visits.take();
    assertEquals(code + " " + body.length(), visit.code() + " " + visit.bytes());
    String ask = "HEAD /ten.txt HTTP/1.1\r\nHost: x\r\nRange: bytes=" + range + "\r\n\r\n";
    assertEquals(200, Site.code(site.say(ask))); // RFC 9110 §14.2: only for GET
  }

  @ParameterizedTest
  @CsvSource({"0, 100000", "1, 65536", "99999, 1900001", "1999999, 1", "70000, 65000"})
  void aRangeOfALongFileIsSentAsItIs(int first, int length) throws Exception {
    byte[] big = new byte[2_000_000];
    new Random(first).nextBytes(big);
    Files.write(site.root.resolve("big.bin"), big);
    String answer = site.get("/big.bin", "Range: bytes=" + first + "-" + (first + length - 1));
    assertEquals(206, Site.code(answer));
    String part = new String(big, first, length, StandardCharsets.ISO_8859_1);
    assertEquals(part, Site.body(answer));
    assertEquals(length, site.visits.take().bytes());
  }

  @Test
  void whoeverListensBeyondThisMachineIsCalledByAnyValidName() throws Exception {
    var service = new HttpFileHandler(site.root, _ -> {});
    var everywhere = List.of(Endpoint.tcp("127.0.0.1", 0), Endpoint.tcp("192.0.2.1", 0));
    try (var server = service.start(site.network, everywhere, Limits.standard())) {
      String words = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
      assertEquals(200, Site.code(Site.say(site.network, server, words.formatted("any.example"))));
      assertEquals(400, Site.code(Site.say(site.network, server, words.formatted("any example"))));
    }
  }

  @Test
  void aNameThatIsNotAllowedIsToldHowItWouldBe() throws Exception {
    String answer = site.say("GET / HTTP/1.1\r\nHost: Evil.example:80\r\n\r\n");
    assertEquals(
        "421 Misdirected Request: this server listens on this machine only and does not accept the"
            + " host name evil.example; to allow it, start the server with --allow-host"
            + " evil.example\n",
        Site.body(answer));
    for (String name : List.of("", "a b", "a:80", "http://a", "[::1")) {
      var service = new HttpFileHandler(site.root, _ -> {});
      assertThrows(
          IllegalArgumentException.class, () -> service.allowingHosts(List.of(name)), name);
    }
  }

  @Test
  void manyRequestsGoOverOneConnectionOneBehindTheOther() throws Exception {
    String one = "GET /docs/guide.css HTTP/1.1\r\nHost: x\r\n\r\n";
    String head = "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n";
    String answers = site.say((one + head).repeat(500));
    assertEquals(1000, answers.split("HTTP/1.1 200 OK\r\n", -1).length - 1);
    assertEquals(500, answers.split("\r\n\r\ncssHTTP/1.1|\r\n\r\ncss$", -1).length - 1);
    assertEquals(1000, site.visits.size());
    assertEquals("HEAD", site.visits.stream().skip(1).findFirst().orElseThrow().method());
  }

  @ParameterizedTest
  @CsvSource({"1, '', true", "1, Close, false", "0, '', false", "0, 'x, Keep-Alive', true"})
  void aConnectionIsKeptAsItsCallerWants(int minor, String connection, boolean kept)
      throws Exception {
    String field = connection.isEmpty() ? "" : "Connection: " + connection + "\r\n";
    String one = "GET / HTTP/1." + minor + "\r\nHost: x\r\n" + field + "\r\n";
    String answers = site.say(one + one);
    assertEquals(kept ? 2 : 1, answers.split("<h1>home</h1>", -1).length - 1, answers);
    assertTrue(answers.contains("Connection: " + (kept ? "keep-alive" : "close")), answers);
  }

  @Test
  void aRequestMayComeByteByByte() throws Exception {
    var folder = Files.createDirectory(scratch.resolve("narrow"));
    try (var narrow = new Site(Network.over(new MemoryEngine(1)), folder, Limits.standard())) {
      assertEquals("docs", Site.body(narrow.get("/docs/")));
    }
  }

  @Test
  void aHeadThatNeverEndsIsCutOffInBoundedMemory() throws Exception {
    assertEquals(414, Site.code(flood("GET /" + "x".repeat(100_000))));
    assertEquals(431, Site.code(flood("GET / HTTP/1.1\r\nA: " + "x".repeat(100_000))));
    assertEquals(431, Site.code(flood("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(50_000))));
    String big = "A: " + "x".repeat(8000) + "\r\n";
    assertEquals(431, Site.code(flood("GET / HTTP/1.1\r\n" + big.repeat(50))));
  }

  /**
   * Sends a request that the server rejects before it has read the complete request. Does not shut
   * down the output.
   */
  private String flood(String words) throws IOException {
    try (var caller = site.call()) {
      var bytes = bytes(words);
      while (bytes.hasRemaining()) {
        if (caller.tryWrite(bytes) == 0) {
          caller.awaitReadable();
          break;
        }
      }
      return new String(caller.source().readAll(10_000), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aBigPageArrivesAsItIs() throws Exception {
    byte[] big = new byte[3_000_001];
    new Random(3).nextBytes(big);
    Files.write(site.root.resolve("big.bin"), big);
    String answer = site.get("/big.bin");
    assertTrue(
        answer.contains("Content-Type: application/octet-stream\r\n"), answer.substring(0, 300));
    assertEquals(new String(big, StandardCharsets.ISO_8859_1), Site.body(answer));
    assertEquals(big.length, site.visits.take().bytes());
  }

  @Test
  void aPageThatShrinksWhileItIsSentEndsInAResetAndNotInAnEnd() throws Exception {
    Path page = Files.write(site.root.resolve("log.bin"), new byte[5_000_000]);
    try (var caller = site.call()) {
      caller.write(bytes("GET /log.bin HTTP/1.1\r\nHost: x\r\n\r\n"));
      caller.awaitReadable();
      Files.write(page, new byte[10]);
      assertThrows(ConnectionLostException.class, () -> caller.source().skip(5_000_000));
    }
    AccessLogEntry visit = site.visits.take();
    assertFalse(visit.complete());
    assertTrue(visit.bytes() < 5_000_000, visit.toString());
    assertTrue(visit.toString().endsWith(" incomplete"), visit.toString());
  }

  @Test
  void aPageThatGrowsWhileItIsSentIsAsLongAsItWasSaidToBe() throws Exception {
    Path page = Files.write(site.root.resolve("log.bin"), new byte[2_000_000]);
    try (var caller = site.call()) {
      caller.write(bytes("GET /log.bin HTTP/1.1\r\nHost: x\r\n\r\n"));
      caller.awaitReadable();
      // appends to the file, so that it never shrinks
      Files.write(page, new byte[1_000_000], StandardOpenOption.APPEND);
      caller.shutdownOutput();
      String answer = new String(caller.source().readAll(4_000_000), StandardCharsets.ISO_8859_1);
      assertEquals(2_000_000, Site.body(answer).length());
    }
  }

  @Test
  void aVisitTellsWhoAskedForWhatAndGotWhat() throws Exception {
    site.get("/docs/?a=%1b");
    site.say("nonsense\r\n\r\n");
    String first = site.visits.take().toString();
    assertTrue(first.matches("127\\.0\\.0\\.1:\\d+ GET /docs/\\?a=%1b 200 4"), first);
    String second = site.visits.take().toString();
    assertTrue(second.matches("127\\.0\\.0\\.1:\\d+ - - 400 16"), second);
  }

  @Test
  void whoFindsNoRoomGetsAnAnswerInHttp() throws Exception {
    var limits = HttpFileHandler.defaultLimits().connections(1, Limits.Overload.REJECT);
    site.close();
    try (var small =
            new Site(
                Network.over(engine), Files.createDirectory(scratch.resolve("small")), limits);
        var first = small.call()) {
      first.write(ByteBuffer.wrap(new byte[] {'G'}));
      String answer = small.get("/");
      assertEquals(503, Site.code(answer), answer);
      assertEquals("503 Service Unavailable\n", Site.body(answer));
      assertTrue(answer.contains("\r\nContent-Length: 24\r\n"), answer);
    }
  }

  @Test
  void aDrainLetsARequestFinishAndSaysThatItWasTheLast() throws Exception {
    try (var idle = site.call();
        var busy = site.call()) {
      idle.write(bytes(DOCS));
      assertTrue(idle.source().request(200));
      // the response to the first request shows that the server has read these bytes, too
      busy.write(bytes(DOCS + "GET /docs/ HT"));
      while (!new String(busy.source().peek(10_000), StandardCharsets.ISO_8859_1)
          .endsWith("docs")) {
        busy.source().request(busy.source().buffered() + 1);
      }
      busy.source().skip(busy.source().buffered());
      var drain = Thread.ofVirtual().start(site::close);
      String first = new String(idle.source().readAll(10_000), StandardCharsets.ISO_8859_1);
      assertTrue(first.contains("Connection: keep-alive"), first);
      busy.write(bytes("TP/1.1\r\nHost: x\r\n\r\n"));
      String last = new String(busy.source().readAll(10_000), StandardCharsets.ISO_8859_1);
      assertTrue(last.contains("Connection: close"), last);
      assertEquals("docs", Site.body(last));
      drain.join();
    }
  }
}
