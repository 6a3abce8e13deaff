package switchboard.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.testkit.MemoryEngine;

/** Tests redirects with a server whose responses the test decides. */
@Timeout(30)
class RedirectsTest {
  @AutoClose private final Network network = MemoryEngine.network();

  /** The request lines that the server has received. */
  private final List<String> asked = new ArrayList<>();

  /** The status lines and the URLs of redirects that the client has reported to its handler. */
  private final List<String> way = new ArrayList<>();

  /**
   * Fetches a path, and returns the body of the final response. The server redirects each path to
   * the result of {@code next}.
   */
  private String follow(String path, int code, int max, UnaryOperator<String> next)
      throws IOException {
    var body = new StringBuilder();
    var receiver =
        new HttpClient.ResponseHandler() {
          @Override
          public void header(ResponseHeader head, long bytes) {
            way.add(head.status());
          }

          @Override
          public void redirect(ResponseHeader head, HttpUrl to) {
            way.add(head.code() + " " + to);
          }

          @Override
          public void body(ByteBuffer bytes) {
            body.append(US_ASCII.decode(bytes));
          }
        };
    try (var server =
        Server.builder(
                connection -> {
                  String line =
                      HeaderSectionReader.read(connection.source(), HeaderLimits.SERVER).getFirst();
                  asked.add(line);
                  String to = next.apply(line.split(" ", -1)[1]);
                  String head =
                      to.isEmpty()
                          ? "200 OK\r\nContent-Length: 4\r\n\r\nhere"
                          : code
                              + " Moved\r\nLocation: "
                              + to
                              + "\r\nContent-Length: 99\r\n\r\nnot";
                  connection.sink().writeText("HTTP/1.1 " + head);
                })
            .network(network)
            .listen("127.0.0.1:7000")
            .start()) {
      var request = HttpRequest.get(HttpUrl.parse(server.endpoint() + path));
      new HttpClient(network, Duration.ofSeconds(20)).fetch(request, receiver, max);
    }
    return body.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsFollowedAndItsBodyIsNotRead(int code) throws Exception {
    assertEquals("here", follow("/a/b", code, 1, path -> path.equals("/a/b") ? "../c?d#e" : ""));
    assertEquals(List.of("GET /a/b HTTP/1.1", "GET /c?d HTTP/1.1"), asked);
    assertEquals(List.of(code + " http://127.0.0.1:7000/c?d", "200 OK"), way);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 304, 305, 201, 200})
  void anotherStatusIsNotARedirect(int code) throws Exception {
    IOException incomplete = null;
    try {
      follow("/a", code, 1, path -> path.equals("/a") ? "/b" : "");
    } catch (BadResponseException shorter) {
      incomplete = shorter; // the body of this response ends after three bytes
    }
    assertEquals(code == 304, incomplete == null);
    assertEquals(List.of("GET /a HTTP/1.1"), asked);
  }

  @Test
  void asManyAreFollowedAsAreAllowed() throws Exception {
    UnaryOperator<String> four =
        path -> path.length() < 6 ? path + "x" : ""; // from /, five redirects lead to /xxxxx
    assertEquals("here", follow("/", 302, 5, four));
    var tooMany = assertThrows(RedirectException.class, () -> follow("/", 302, 4, four));
    assertEquals(
        "more than 4 redirects; the next one leads to http://127.0.0.1:7000/xxxxx",
        tooMany.getMessage());
  }

  @Test
  void aLoopIsNamed() {
    var loop =
        assertThrows(
            RedirectException.class,
            () -> follow("/a", 302, 10, path -> path.equals("/a") ? "b" : "a"));
    assertEquals(
        "redirect loop: http://127.0.0.1:7000/a -> http://127.0.0.1:7000/b"
            + " -> http://127.0.0.1:7000/a",
        loop.getMessage());
    assertEquals(2, asked.size());
  }

  @ParameterizedTest
  @CsvSource({
    "https://other/x, only http:// is supported; not https:",
    "file:///etc/passwd, only http:// is supported; not file:",
    "unix:/run/x.sock:/, only http:// is supported; not unix:",
    "tcp://127.0.0.1:22/, only http:// is supported; not tcp:",
    "http://me:secret@other/, user names and passwords"
  })
  void aRedirectToAnotherSchemeIsOneSentence(String location, String sentence) {
    var refused = assertThrows(RedirectException.class, () -> follow("/a", 302, 10, _ -> location));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("http://127.0.0.1:7000/a redirects to '" + location), message);
    assertTrue(message.contains(sentence.replace(';', ',')), message);
  }
}
