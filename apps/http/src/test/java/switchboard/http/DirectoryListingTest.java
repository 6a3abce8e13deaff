package switchboard.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Endpoint;
import switchboard.server.Limits;
import switchboard.testkit.MemoryEngine;

/** Tests the responses to requests for directories without an index file. */
@Timeout(30)
class DirectoryListingTest {
  private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\">([^<]*)</a>");

  @TempDir private Path scratch = Path.of("");
  private Site site;

  @BeforeEach
  void open() throws IOException {
    site = new Site(MemoryEngine.network(), scratch, Limits.standard());
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static List<String> links(String page) {
    return LINK.matcher(page).results().map(each -> each.group(1) + " " + each.group(2)).toList();
  }

  @Test
  void aDirectoryWithoutIndexIsListedWithDirectoriesFirst() throws Exception {
    Path file = site.put("more/b.txt", "12345");
    Files.setLastModifiedTime(file, FileTime.from(Site.NOW.plusMillis(999)));
    site.put("more/a<b>&\"c\" d.txt", "");
    site.put("more/z/x", "");
    site.put("more/ü:\u202e\\ %?#", "");
    String answer = site.get("/more/");
    assertEquals(200, Site.code(answer), answer);
    assertTrue(answer.contains("\r\nContent-Type: text/html; charset=utf-8\r\n"), answer);
    String page = new String(Site.body(answer).getBytes(ISO_8859_1), UTF_8);
    assertEquals(
        List.of(
            "../ Parent directory",
            "z/ z/",
            "a%3Cb%3E%26%22c%22%20d.txt a&lt;b&gt;&amp;&quot;c&quot; d.txt",
            "b.txt b.txt",
            "%C3%BC%3A%E2%80%AE%5C%20%25%3F%23 ü:\\u202e\\ %?#"),
        links(page));
    assertTrue(
        page.contains(
            "</a></td><td>5</td><td><time datetime=\"2026-03-05T08:09:10Z\">2026-03-05 08:09:10 UTC"),
        page);
    assertTrue(page.contains("<title>Index of /more/</title>"), page);
  }

  @Test
  void exactlyWhatCanBeAskedForIsListed() throws Exception {
    Files.delete(site.root.resolve("index.html"));
    Files.createSymbolicLink(site.root.resolve("broken"), Path.of("nothing"));
    Files.createSymbolicLink(site.root.resolve("inside"), Path.of("docs"));
    var pipe = new ProcessBuilder("mkfifo", site.root.resolve("pipe").toString()).start();
    assertEquals(0, pipe.waitFor());
    String page = Site.body(site.get("/"));
    assertEquals(
        List.of(
            "docs/ docs/",
            "empty/ empty/",
            "inside/ inside/",
            "a%20b%2B%C3%BC.txt a b+Ã¼.txt",
            "in.txt in.txt"),
        links(page));
    for (String link : links(page)) {
      assertEquals(200, Site.code(site.get("/" + link.substring(0, link.indexOf(' ')))), link);
    }
  }

  @ParameterizedTest
  @CsvSource({"/empty/, 200", "/empty, 301", "/, 200"})
  void aDirectoryIsNeverNotFound(String target, int code) throws Exception {
    Files.delete(site.root.resolve("index.html"));
    assertEquals(code, Site.code(site.get(target)));
  }

  @Test
  void anEmptyDirectorySaysSo() throws Exception {
    assertTrue(Site.body(site.get("/empty/")).contains("<p>No files.</p>"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../outside.txt", "../.hidden", "nothing", "index.html", "../docs"})
  void aTrapInThePlaceOfTheIndexDoesNotHideTheDirectory(String place) throws Exception {
    Files.createSymbolicLink(site.root.resolve("empty/index.html"), Path.of(place));
    String answer = site.get("/empty/");
    assertEquals(200, Site.code(answer), answer);
    assertFalse(answer.contains("secret"), answer);
    boolean shown = place.equals("../docs"); // a link to a directory can be requested
    assertEquals(shown ? 2 : 1, links(answer).size(), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/empty/", "/empty"})
  void listingsCanBeTurnedOff(String target) throws Exception {
    var service =
        new HttpFileHandler(site.root, _ -> {}, InstantSource.fixed(Site.NOW)).withoutListings();
    var any = List.of(Endpoint.tcp("127.0.0.1", 0));
    try (var server = service.start(site.network, any, Limits.standard())) {
      String request = "GET " + target + " HTTP/1.0\r\n\r\n";
      assertEquals(404, Site.code(Site.say(site.network, server, request)));
      String index = Site.say(site.network, server, "GET /docs/ HTTP/1.0\r\n\r\n");
      assertEquals("docs", Site.body(index));
    }
  }

  @Test
  void headOfAListingSaysWhatGetSays() throws Exception {
    String page = site.get("/empty/", "Connection: close");
    String head = site.say("HEAD /empty/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertEquals(page.substring(0, page.indexOf("\r\n\r\n") + 4), head);
  }

  @Test
  @Tag("slow")
  void aListingIsBoundedAndSaysSo() throws Exception {
    Path many = Files.createDirectory(site.root.resolve("many"));
    for (int i = 0; i < DirectoryListing.ENTRIES_MAX; i++) {
      Files.createFile(many.resolve("f" + i));
    }
    String page = Site.body(site.get("/many/"));
    assertEquals(DirectoryListing.ENTRIES_MAX + 1, links(page).size());
    assertFalse(page.contains("more entries"));
    Files.createFile(many.resolve("one-more"));
    page = Site.body(site.get("/many/"));
    assertEquals(DirectoryListing.ENTRIES_MAX + 1, links(page).size());
    assertTrue(
        page.contains("more entries than the 10,000 that were read"), page.substring(0, 900));
  }
}
