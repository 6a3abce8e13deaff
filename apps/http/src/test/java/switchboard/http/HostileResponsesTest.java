package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.ConnectionLostException;
import switchboard.net.LimitExceededException;
import switchboard.net.Network;
import switchboard.testkit.MemoryEngine;

/**
 * Tests the errors that the HTTP client reports for many invalid responses. The network is in
 * memory.
 */
@Timeout(60)
class HostileResponsesTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String COUNTED = OK + "Content-Length: 5\r\n\r\nhello";
  private static final String CHUNKED =
      OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nA: b\r\n\r\n";

  /** Header sections without the status line, each with a part of the expected error message. */
  private static final String HEADS =
      """
      Content-Length: 9\\r\\n\\r\\nhello|EOF after 5 of 9 bytes
      Content-Length: 999999999999999999\\r\\n\\r\\nhello|EOF after 5 of 999999999999999999 bytes
      Content-Length: 5\\r\\nContent-Length: 4\\r\\n\\r\\nhello|two different Content-Lengths, 5 and 4
      Content-Length: 5, 6\\r\\n\\r\\nhello|two different Content-Lengths, 5 and 6
      Content-Length: 5,\\r\\n\\r\\nhello|invalid Content-Length '5,'
      Content-Length: -5\\r\\n\\r\\nhello|invalid Content-Length '-5'
      Content-Length: +5\\r\\n\\r\\nhello|invalid Content-Length '+5'
      Content-Length: 0x5\\r\\n\\r\\nhello|invalid Content-Length '0x5'
      Content-Length:\\r\\n\\r\\nhello|invalid Content-Length ''
      Content-Length: 9999999999999999999\\r\\n\\r\\nhello|invalid Content-Length '9999999999999999999'
      Content-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n|and a Content-Length
      Transfer-Encoding: chunked\\r\\nContent-Length: 0\\r\\n\\r\\n0\\r\\n\\r\\n|and a Content-Length
      Transfer-Encoding: gzip\\r\\n\\r\\nhello|transfer coding 'gzip'
      Transfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n\\r\\n|transfer coding 'gzip, chunked'
      Transfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n|transfer coding 'chunked'
      Transfer-Encoding: xchunked\\r\\n\\r\\n0\\r\\n\\r\\n|transfer coding 'xchunked'
      Content-Length : 5\\r\\n\\r\\nhello|invalid header field: 'Content-Length : 5'
      \\040A: b\\r\\n\\r\\n|before the first field: ' A: b'
      nonsense\\r\\n\\r\\n|invalid header field: 'nonsense'
      : b\\r\\n\\r\\n|invalid header field: ': b'
      A B: c\\r\\n\\r\\n|invalid header field: 'A B: c'
      A: b\\0c\\r\\n\\r\\n|control character
      A: b\\rc\\r\\n\\r\\n|control character
      A: \\033[2J\\r\\n\\r\\n|control character
      A: b|EOF inside the header section
      A: b\\r\\n|EOF inside the header section
      """;

  /** Chunked bodies, each with a part of the expected error message. */
  private static final String CHUNKS =
      """
      -5\\r\\nhello\\r\\n0\\r\\n\\r\\n|Bad chunk header: -5
      +5\\r\\nhello\\r\\n0\\r\\n\\r\\n|Bad chunk header: +5
      5 \\r\\nhello\\r\\n0\\r\\n\\r\\n|Bad chunk header: 5
      \\0405\\r\\nhello\\r\\n0\\r\\n\\r\\n|Bad chunk header
      5\\r\\nhello\\r\\n+0\\r\\n\\r\\n|Bad chunk header: +0
      0x5\\r\\nhello\\r\\n0\\r\\n\\r\\n|Bad chunk header: 0x5
      \\r\\nhello\\r\\n0\\r\\n\\r\\n|Bad chunk header
      \\033[2J\\r\\n|␛
      g\\r\\n|Bad chunk header: g
      FFFFFFFFFFFFFFFFF5\\r\\nhello|Bad chunk header
      10000000000000005\\r\\nhello\\r\\n0\\r\\n\\r\\n|Bad chunk header
      8000000000000000\\r\\nhello\\r\\n0\\r\\n\\r\\n|Bad chunk header
      7fffffffffffffff\\r\\nhello|EOF inside a chunk, after 5 bytes
      5\\r\\nhelloX0\\r\\n\\r\\n|malformed after
      5\\r\\nhello 0\\r\\n\\r\\n|malformed after
      5\\r\\nhel|EOF inside a chunk, after 3 bytes
      5\\r\\nhello|EOF inside a chunk, after 5 bytes
      5\\r\\nhello\\r\\n|EOF after 5 bytes, before the last chunk
      5\\r\\nhello\\r\\n0|EOF after the last chunk
      5\\r\\nhello\\r\\n0\\r\\n|EOF after the last chunk
      5\\r\\nhello\\r\\n0\\r\\nA: b|EOF after the last chunk
      5\\r\\nhello\\r\\n0\\r\\nA b\\r\\n\\r\\n|bytes: Invalid trailing header
      """;

  /** Responses with an invalid beginning, each with a part of the expected error message. */
  private static final String STARTS =
      """
      SSH-2.0-OpenSSH_9.9\\r\\n|not HTTP, but begins with 'SSH-2.0-OpenSSH_9.9
      <html>hello</html>|not HTTP, but begins with '<html>
      \\033[2J|begins with '␛[2J'
      H|not HTTP, but begins with 'H'
      ICY 200 OK\\r\\n\\r\\n|not HTTP
      HTTP/|EOF inside the header section
      HTTP/2.0 200 OK\\r\\n\\r\\n|unsupported version HTTP/2.0; only HTTP/1.0 and HTTP/1.1
      HTTP/2 200\\r\\n\\r\\n|unsupported version HTTP/2; only HTTP/1.0 and HTTP/1.1
      HTTP/3 200 OK\\r\\n\\r\\n|unsupported version HTTP/3; only
      HTTP/1.+1 200 OK\\r\\n\\r\\n|invalid status line
      HTTP/1.1  200 OK\\r\\n\\r\\n|invalid status line
      HTTP/1.1\\t200 OK\\r\\n\\r\\n|invalid status line
      HTTP/1.1 +20 OK\\r\\n\\r\\n|invalid status line
      HTTP/1.1\\r\\n\\r\\n|invalid status line
      HTTP/1.1 20 OK\\r\\n\\r\\n|status
      HTTP/1.1 2000 OK\\r\\n\\r\\n|status
      HTTP/1.1 -20 OK\\r\\n\\r\\n|status
      HTTP/1.1 099 OK\\r\\n\\r\\n|status
      HTTP/1.1 abc OK\\r\\n\\r\\n|status
      HTTP/1.0 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n|chunked body in HTTP/1.0
      HTTP/1.1 101 Switching\\r\\n\\r\\n|protocol switch
      HTTP/1.1 103 Hints\\r\\n\\r\\nhello|not HTTP, but begins with 'hello'
      """;

  static Stream<String> answers() {
    String chunked = OK.replace("\r\n", "\\r\\n") + "Transfer-Encoding: chunked\\r\\n\\r\\n";
    return Stream.concat(
        STARTS.lines(),
        Stream.concat(
            HEADS.lines().map(row -> OK.replace("\r\n", "\\r\\n") + row),
            CHUNKS.lines().map(row -> chunked + row)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerInDisorderIsNoPage(String row) throws Exception {
    int bar = row.lastIndexOf('|');
    try (var network = MemoryEngine.network();
        var server = new Canned(network, row.substring(0, bar).translateEscapes())) {
      var broken = assertThrows(BadResponseException.class, server::get);
      String message = String.valueOf(broken.getMessage());
      assertTrue(message.contains(row.substring(bar + 1).translateEscapes()), message);
      assertTrue(message.chars().noneMatch(c -> c < ' '), message);
      assertEquals(server.body().length(), broken.bytes());
    }
  }

  @Test
  void whoSaysNothingHasNotAnswered() throws Exception {
    for (String nothing : new String[] {"", "HTTP/1.1 100 Continue\r\n\r\n"}) {
      try (var network = MemoryEngine.network();
          var server = new Canned(network, nothing)) {
        var failed = assertThrows(EOFException.class, server::get);
        assertTrue(
            String.valueOf(failed.getMessage())
                .endsWith("closed the connection without a response"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {COUNTED, CHUNKED})
  void anAnswerThatIsCutIsNeverTakenForAWholeOne(String whole) throws Exception {
    try (var network = MemoryEngine.network()) {
      for (int cut = 1; cut < whole.length(); cut++) {
        try (var server = new Canned(network, whole.substring(0, cut))) {
          var broken = assertThrows(BadResponseException.class, server::get, "cut at " + cut);
          assertTrue("hello".startsWith(server.body()));
          assertEquals(server.body().length(), broken.bytes());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {COUNTED, CHUNKED, "HTTP/1.0 200 OK\r\n\r\nhello"})
  void aResetInsideAnAnswerIsToldLikeAnyOtherCut(String whole) throws Exception {
    Canned.Manner reset =
        (connection, words) -> {
          connection.write(ByteBuffer.wrap(words)); // returns when all but one byte has been read
          connection.abort();
        };
    try (var narrow = Network.over(new MemoryEngine(1))) {
      for (int cut = 2; cut < whole.length(); cut++) {
        try (var server = new Canned(narrow, whole.substring(0, cut), reset)) {
          var broken = assertThrows(BadResponseException.class, server::get, "cut at " + cut);
          assertEquals(server.body().length(), broken.bytes());
        }
      }
    }
  }

  @Test
  void aResetBeforeTheAnswerIsALostConnection() throws Exception {
    try (var network = MemoryEngine.network();
        var server = new Canned(network, "", (connection, _) -> connection.abort())) {
      assertThrows(ConnectionLostException.class, server::get);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {COUNTED, CHUNKED, "HTTP/1.0 200 OK\r\n\r\nhello"})
  void anAnswerMayComeByteByByte(String whole) throws Exception {
    try (var narrow = Network.over(new MemoryEngine(1));
        var server = new Canned(narrow, "HTTP/1.1 103 Hints\r\nA: b\r\n\r\n" + whole)) {
      assertEquals("hello", server.get());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nA: ", "HTTP/1.1 200 OK\r\nA: b\r\n "})
  void aHeaderLineThatNeverEndsIsCutOffInBoundedMemory(String beginning) throws Exception {
    endless(beginning, "1", LimitExceededException.class);
    endless(beginning, "1\r\n ", LimitExceededException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: "
      })
  void aLineThatNeverEndsIsCutOffInBoundedMemory(String beginning) throws Exception {
    endless(beginning, "1", BadResponseException.class);
  }

  @Test
  void fieldsWithoutEndAreCutOffInBoundedMemory() throws Exception {
    endless(OK, "A: b\r\n", LimitExceededException.class);
    String chunks = OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n";
    endless(chunks, "A: b\r\n", BadResponseException.class);
  }

  @Test
  void interimAnswersWithoutEndAreCutOff() throws Exception {
    endless("", "HTTP/1.1 103 Hints\r\n\r\n", BadResponseException.class);
  }

  /** Runs a server that sends without end, until the client closes the connection. */
  private static void endless(String beginning, String more, Class<? extends IOException> failure)
      throws Exception {
    byte[] bytes = more.repeat(1000).getBytes(StandardCharsets.US_ASCII);
    Canned.Manner manner =
        (connection, words) -> {
          connection.write(ByteBuffer.wrap(words));
          while (true) {
            connection.write(ByteBuffer.wrap(bytes));
          }
        };
    try (Network network = MemoryEngine.network();
        var server = new Canned(network, beginning, manner)) {
      assertThrows(failure, server::get);
    }
  }
}
