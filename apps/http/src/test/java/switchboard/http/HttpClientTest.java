package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.TestScope;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.LimitExceededException;
import switchboard.net.Network;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/** Tests the client with correct servers. */
@Timeout(30)
class HttpClientTest {
  private final Network network = MemoryEngine.network();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello and more|hello|5
          HTTP/1.1 200\\r\\ncontent-length:5 , 5\\r\\n\\r\\nhello|hello|5
          HTTP/1.0 200 OK\\n\\nhello|hello|-1
          HTTP/1.1 404 Not Found\\r\\n\\r\\nhello|hello|-1
          HTTP/1.1 200 OK\\r\\nTransfer-Encoding: Chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n|hello|-1
          HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\n\\r\\nhello|hello|-1
          HTTP/1.1 204 No Content\\r\\n\\r\\nhello|''|0
          HTTP/1.1 304 Not Modified\\r\\nContent-Length: 5\\r\\n\\r\\n|''|0
          HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n|''|0
          HTTP/1.1 200 OK\\r\\nContent-Length:\\r\\n\\t 5\\r\\n\\r\\nhello|hello|5
          HTTP/1.1 200 OK\\r\\nA: b\\r\\n c\\r\\n  d\\r\\nContent-Length: 5\\r\\n\\r\\nhello|hello|5
          HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5 ;a=b\\r\\nhello\\r\\n00\\t; c\\r\\n\\r\\n|hello|-1
          """)
  void aPageIsAsLongAsItsHeadSays(String answer, String body, long said) throws Exception {
    try (var server = new Canned(network, answer.translateEscapes())) {
      assertEquals(body, server.get());
      assertEquals(said, server.saidBytes());
    }
  }

  @Test
  void aFoldedLineIsOneValueWithSpaces() throws Exception {
    String words = "HTTP/1.1 200 OK\r\nA: b\r\n\t c \r\n \r\n d\r\nB: e\r\n\r\n";
    try (var server = new Canned(network, words)) {
      server.get();
      assertEquals(
          "HTTP/1.1 200 OK\nA: b c  d\nB: e\n", Objects.requireNonNull(server.head()).text());
    }
  }

  @Test
  void aHeaderSectionIsReadUpToItsLimitAndNotAByteBeyond() throws Exception {
    int max = 256 * 1024;
    String before = "HTTP/1.1 200 OK\r\nA: ";
    String after = "\r\nContent-Length: 5\r\n\r\n";
    String most = before + "x".repeat(max - before.length() - after.length()) + after;
    try (var server = new Canned(network, most + "hello")) {
      assertEquals("hello", server.get());
    }
    try (var server = new Canned(network, most.replace("x\r", "xx\r") + "hello")) {
      var tooLong = assertThrows(LimitExceededException.class, server::get);
      assertEquals("the header section has more than 262144 bytes", tooLong.getMessage());
      var client = new HttpClient(network, Duration.ofSeconds(20)).withHeaderMax(max + 1);
      assertEquals(5, client.fetch(HttpRequest.get(server.address("/")), server));
    }
  }

  @Test
  void aThousandHeaderLinesAreReadAndMoreUnderAHigherLimit() throws Exception {
    String start = "HTTP/1.1 200 OK\r\n";
    try (var server = new Canned(network, start + "A: b\r\n".repeat(999) + "\r\nhello")) {
      assertEquals("hello", server.get());
    }
    try (var server = new Canned(network, start + "A: b\r\n".repeat(1000) + "\r\nhello")) {
      var tooMany = assertThrows(LimitExceededException.class, server::get);
      assertEquals("the header section has more than 1000 lines", tooMany.getMessage());
      var client = new HttpClient(network, Duration.ofSeconds(20)).withHeaderMax(1024 * 1024);
      assertEquals(5, client.fetch(HttpRequest.get(server.address("/")), server));
    }
  }

  @Test
  void aPageInRandomChunksComesTogether() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var words = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    var page = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      byte[] chunk = new byte[1 + random.nextInt(i % 10 == 0 ? 100_000 : 100)];
      random.nextBytes(chunk);
      String text = new String(chunk, StandardCharsets.ISO_8859_1);
      words.append(Integer.toHexString(chunk.length)).append("\r\n").append(text).append("\r\n");
      page.append(text);
    }
    words.append("0\r\n\r\n");
    try (var server = new Canned(network, words.toString())) {
      assertEquals(page.toString(), server.get(), "seed " + seed);
    }
  }

  @Test
  void itAsksAsItIsTold() throws Exception {
    try (var server = new Canned(network, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")) {
      var get = HttpRequest.get(server.address("/a b?c#d"));
      String fields =
          "\nHost: "
              + get.address().host()
              + "\nUser-Agent: switchboard\nAccept: */*\nConnection: close";
      assertEquals(0, server.fetch(get.headOnly()));
      assertEquals("HEAD /a%20b?c HTTP/1.1" + fields, server.requests.take());
      assertThrows(BadResponseException.class, () -> server.fetch(get.http10()));
      assertEquals("GET /a%20b?c HTTP/1.0" + fields, server.requests.take());
    }
  }

  @Test
  void wordsOfAServerSteerNoTerminal() throws Exception {
    String words =
        "HTTP/1.1 302 G\u009b2Jo\r\nLocation: /\u00c2\u009b2J\u00c3\u00a9\r\nContent-Length: 0\r\n\r\n";
    try (var server = new Canned(network, words)) {
      server.get();
      var head = Objects.requireNonNull(server.head());
      assertEquals("302 G\\u009b2Jo", head.status());
      assertEquals("/\\u009b2J\u00e9", head.location().orElseThrow());
      assertFalse(head.isSuccess());
      assertEquals(
          "HTTP/1.1 302 G\\u009b2Jo\nLocation: /\\u009b2J\u00e9\nContent-Length: 0\n", head.text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"})
  void aServerThatFallsSilentIsNotWaitedForForEver(String cut) throws Exception {
    var said = new CountDownLatch(1);
    Canned.Manner silent =
        (connection, words) -> {
          connection.write(ByteBuffer.wrap(words));
          said.countDown();
          connection.awaitReadable(); // blocks until the client has closed the connection
        };
    var ticker = new ManualTicker();
    var client = new HttpClient(network, Duration.ofSeconds(5));
    String body = cut.endsWith("hell") ? "hell" : "";
    try (var server = new Canned(network, cut, silent);
        var scope = new TestScope()) {
      var request = HttpRequest.get(server.address("/"));
      var fetching = scope.start(() -> ticker.run(() -> assertLate(client, request, server)));
      said.await();
      while (!server.body().equals(body)) {
        Thread.onSpinWait();
      }
      while (!fetching.isDone()) {
        ticker.advance(Duration.ofSeconds(5));
        Thread.onSpinWait();
      }
      fetching.result();
      assertEquals(body, server.body());
    }
  }

  private static void assertLate(HttpClient client, HttpRequest request, Canned server) {
    assertThrows(DeadlineExceededException.class, () -> client.fetch(request, server));
  }

  @Test
  void theReceiverMayTakeItsTime() throws Exception {
    try (var server = new Canned(network, "HTTP/1.1 200 OK\r\n\r\nhello")) {
      var slow =
          new HttpClient.ResponseHandler() {
            @Override
            public void header(ResponseHeader head, long bytes) {
              assertUnlimited();
            }

            @Override
            public void body(ByteBuffer bytes) {
              assertUnlimited();
            }

            private void assertUnlimited() {
              var limit = Objects.requireNonNull(Deadline.current());
              assertEquals(Long.MAX_VALUE, limit.remainingNanos());
            }
          };
      var client = new HttpClient(network, Duration.ofSeconds(20));
      assertEquals(5, client.fetch(HttpRequest.get(server.address("/")), slow));
    }
  }

  @Test
  void theEndOfItsOutputMayBeTheEndOfTheRequest() throws Exception {
    try (var server =
            Server.builder(caller ->
                    caller.sink().writeText(caller.source().readAll(10_000).length + " bytes"))
                .network(network)
                .listen("127.0.0.1:0")
                .start();
        var receiver = new Canned(network, "")) {
      var address = HttpUrl.parse(server.endpoint() + "/page");
      var client = new HttpClient(network, Duration.ofSeconds(20));
      assertEquals(9, client.exchange(address, receiver));
      int length = HttpRequest.get(address).http10().text().length();
      assertEquals(length + " bytes", receiver.body());
      assertThrows(
          EOFException.class,
          () -> client.exchange(receiver.address("/"), receiver),
          "no response");
    }
  }

  @Test
  void itGetsWhatOurOwnServerServes(@TempDir Path scratch) throws Exception {
    byte[] big = new byte[2_000_000];
    new Random(1).nextBytes(big);
    try (var site = new Site(network, scratch, Limits.standard());
        var receiver = new Canned(network, "")) {
      Files.write(site.root.resolve("big.bin"), big);
      var address = HttpUrl.parse(site.server.endpoint() + "/big.bin");
      assertEquals(big.length, receiver.fetch(HttpRequest.get(address)));
      assertEquals(new String(big, StandardCharsets.ISO_8859_1), receiver.body());
      assertEquals(big.length, receiver.saidBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"head", "body"})
  void whatTheReceiverThrowsEndsTheFetch(String where) throws Exception {
    try (var server = new Canned(network, "HTTP/1.1 200 OK\r\n\r\nhello")) {
      var full =
          new HttpClient.ResponseHandler() {
            @Override
            public void header(ResponseHeader head, long bytes) throws IOException {
              if (where.equals("head")) {
                throw new IOException("no room");
              }
            }

            @Override
            public void body(ByteBuffer bytes) throws IOException {
              throw new IOException("no room");
            }
          };
      var client = new HttpClient(network, Duration.ofSeconds(20));
      var request = HttpRequest.get(server.address("/"));
      var failed = assertThrows(IOException.class, () -> client.fetch(request, full));
      assertEquals("no room", failed.getMessage());
    }
  }
}
