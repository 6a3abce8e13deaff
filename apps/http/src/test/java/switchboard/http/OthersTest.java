package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Limits;

/** Tests Switchboard's HTTP client and server with curl and with Python's server and client. */
@Timeout(60)
class OthersTest {
  private static final Network NETWORK = Network.system();

  @TempDir private Path scratch = Path.of("");

  private Site site() throws Exception {
    return new Site(NETWORK, scratch, Limits.standard());
  }

  private static String curl(Site site, String target, String... options) throws Exception {
    String url = "http://127.0.0.1:" + site.server.endpoint().port() + target;
    var command = new ArrayList<>(List.of("curl", "-sS", "-m", "15", "--path-as-is"));
    command.addAll(List.of(options));
    command.add(url);
    return Tool.run(command.toArray(String[]::new));
  }

  @Test
  void curlGetsABigPageAsItIs() throws Exception {
    byte[] big = new byte[5_000_000];
    new Random(5).nextBytes(big);
    try (var site = site()) {
      Files.write(site.root.resolve("big.bin"), big);
      String page = new String(big, StandardCharsets.ISO_8859_1);
      assertEquals(page, curl(site, "/big.bin"));
      assertEquals(page, curl(site, "/big.bin", "--http1.0"));
      assertEquals(
          page.substring(7, 10) + "206", curl(site, "/big.bin", "-r", "7-9", "-w", "%{http_code}"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 70_000, 4_999_999})
  void curlResumesADownloadWhereItWasCut(int had) throws Exception {
    byte[] big = new byte[5_000_000];
    new Random(had).nextBytes(big);
    try (var site = site()) {
      Files.write(site.root.resolve("big.bin"), big);
      Path part = Files.write(scratch.resolve("part"), Arrays.copyOf(big, had));
      String said = curl(site, "/big.bin", "-C", "-", "-o", part.toString(), "-w", "%{http_code}");
      assertEquals("206", said);
      assertArrayEquals(big, Files.readAllBytes(part));
    }
  }

  @Test
  void curlFindsItsWayByTheListing() throws Exception {
    try (var site = site()) {
      site.put("more/a b&<c>/it's \"100%\" \\ ü:#?.txt", "found");
      String page = curl(site, "/more/");
      String folder = page.replaceFirst("(?s).*<a href=\"(?!\\.\\./)([^\"]*)\".*", "$1");
      page = curl(site, "/more/" + folder);
      String file = page.replaceFirst("(?s).*<a href=\"(?!\\.\\./)([^\"]*)\".*", "$1");
      assertEquals("found", curl(site, "/more/" + folder + file));
    }
  }

  @Test
  void curlKeepsOneConnectionForManyPages() throws Exception {
    try (var site = site()) {
      String format = "%{num_connects} %{http_code}\n";
      String said = curl(site, "/[1-3]", "-w", format, "-o", scratch.resolve("out").toString());
      assertEquals("1 404\n0 404\n0 404\n", said);
      said = curl(site, "/docs/guide.css?[1-3]", "-w", format);
      assertEquals("css1 200\ncss0 200\ncss0 200\n", said);
    }
  }

  @Test
  void curlFollowsToTheDirectoryAndHasNoReasonToAskTwice() throws Exception {
    try (var site = site()) {
      assertEquals("docs", curl(site, "/docs", "-L"));
      String head = curl(site, "/docs/", "-I");
      assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
      assertTrue(head.contains("\r\nContent-Length: 4\r\n"), head);
      String copy =
          site.root.resolve("docs/index.html").toString(); // curl sends the date of this file
      assertEquals("304", curl(site, "/docs/", "-z", copy, "-w", "%{http_code}"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/../outside.txt, 404",
    "/%2e%2e/outside.txt, 404",
    "/docs/..%2f..%2foutside.txt, 404",
    "/out.txt, 404",
    "/.hidden, 404",
    "/%, 400"
  })
  void curlGetsNothingFromOutside(String target, int code) throws Exception {
    try (var site = site()) {
      String said = curl(site, target, "-w", "%{http_code}");
      assertTrue(said.endsWith("\n" + code), said);
    }
  }

  @Test
  void curlMayNotSendAnything() throws Exception {
    Path much = Files.write(scratch.resolve("much"), new byte[500_000]);
    try (var site = site()) {
      assertTrue(curl(site, "/", "-d", "a=b", "-w", "%{http_code}").endsWith("405"));
      assertTrue(
          curl(site, "/", "-T", much.toString(), "-H", "Expect:", "-w", "%{http_code}")
              .contains("405"));
    }
  }

  @Test
  void curlCallsAUnixSocketToo() throws Exception {
    try (var site = site()) {
      var service = new HttpFileHandler(site.root, site.visits::add);
      var socket = Endpoint.unix(scratch.resolve("s").toString());
      try (var _ = service.start(NETWORK, List.of(socket), HttpFileHandler.defaultLimits())) {
        assertEquals("css", curl(site, "/docs/guide.css", "--unix-socket", socket.path()));
      }
    }
  }

  @Test
  void pythonsClientKeepsItsConnection() throws Exception {
    try (var site = site()) {
      String port = Integer.toString(site.server.endpoint().port());
      assertEquals(
          "200 13 <h1>home</h1>\n200 13 \n200 3 css\n404 14 404 Not Found\n",
          Tool.run("python3", Tool.script("keep_alive_client.py"), port));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void weGetPagesFromPythonsServer(int minorVersion) throws Exception {
    byte[] big = new byte[1_000_000];
    new Random(6).nextBytes(big);
    Files.write(scratch.resolve("big.bin"), big);
    String folder = scratch.toString();
    try (var python =
            new Tool(
                "python3", "-u", "-m", "http.server", "--bind", "127.0.0.1", "-d", folder, "0");
        var receiver = new Canned(NETWORK, "")) {
      String line = python.line();
      String url = line.substring(line.indexOf("http://"), line.lastIndexOf('/'));
      var request = HttpRequest.get(HttpUrl.parse(url + "/big.bin"));
      assertEquals(0, receiver.fetch(request.headOnly()));
      assertEquals("HEAD " + big.length, "HEAD " + field(receiver, "Content-Length"));
      receiver.fetch(minorVersion == 0 ? request.http10() : request);
      assertEquals(new String(big, StandardCharsets.ISO_8859_1), receiver.body());
      receiver.fetch(HttpRequest.get(HttpUrl.parse(url + "/nothing")));
      assertEquals(404, Objects.requireNonNull(receiver.head()).code());
    }
  }

  private static String field(Canned receiver, String name) {
    return Objects.requireNonNull(receiver.head()).fields().stream()
        .filter(field -> field.is(name))
        .map(HeaderField::value)
        .findFirst()
        .orElse("none");
  }

  @Test
  void aServerThatWaitsForTheEndOfItsInputAnswers() throws Exception {
    var all = new StringBuilder("you asked: GET /x HTTP/1.0\n");
    for (char each = 0; each < 256; each++) {
      all.append(each);
    }
    try (var python = new Tool("python3", Tool.script("half_close_server.py"));
        var receiver = new Canned(NETWORK, "")) {
      var address = HttpUrl.parse("127.0.0.1:" + python.line() + "/x");
      var client = new HttpClient(NETWORK, Duration.ofSeconds(20));
      assertEquals(all.length(), client.exchange(address, receiver));
      assertEquals(all.toString(), receiver.body());
    }
  }
}
