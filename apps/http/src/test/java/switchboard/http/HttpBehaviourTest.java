package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Limits;
import switchboard.testkit.MemoryEngine;

/**
 * Tests Switchboard's HTTP server and client with every row of {@code behaviour.tsv}. {@code
 * build/http-behaviour.py} also runs the rows against other programs, for docs/http-behaviour.md.
 */
@Timeout(30)
class HttpBehaviourTest {
  private static final String TABLE = "behaviour.tsv";
  private static final Pattern REPEATED = Pattern.compile("\\{(x|fields)([0-9]+)}");

  @AutoClose private final Network network = MemoryEngine.network();

  @TempDir private Path root = Path.of("");

  /** A row of the table. Its description is the name of the test. */
  record Row(String side, String what, String reference, String message, String expected) {
    static Row parse(String line) {
      String[] columns = line.split("\t", -1);
      assertEquals(5, columns.length, line);
      return new Row(columns[0], columns[1], columns[2], columns[3], columns[4]);
    }

    String text() {
      String fields =
          message
              .replace("{host}", "Host: localhost\\r\\n")
              .replace("{close}", "Connection: close\\r\\n\\r\\n");
      return REPEATED
          .matcher(fields.translateEscapes())
          .replaceAll(match -> repeated(match.group(1), Integer.parseInt(match.group(2))));
    }

    private static String repeated(String kind, int count) {
      var fields = new StringBuilder();
      IntStream.range(0, count).forEach(i -> fields.append("F" + i + ": a\r\n"));
      return kind.equals("x") ? "x".repeat(count) : fields.toString();
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private static Stream<Row> rows(String side) throws IOException {
    try (var in =
        Objects.requireNonNull(HttpBehaviourTest.class.getResourceAsStream(TABLE), TABLE)) {
      List<Row> rows =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(Row::parse)
              .filter(row -> row.side().equals(side))
              .toList();
      assertTrue(rows.size() > 30, "rows are missing");
      return rows.stream();
    }
  }

  static Stream<Row> requests() throws IOException {
    return rows("server");
  }

  static Stream<Row> responses() throws IOException {
    return rows("client");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void ourServerAnswersEachRequestAsTheTableSays(Row row) throws Exception {
    Files.createDirectory(root.resolve("dir"));
    Files.writeString(root.resolve("dir/a.txt"), "a");
    Path ten = Files.writeString(root.resolve("ten.txt"), "0123456789");
    Files.setLastModifiedTime(ten, FileTime.from(Instant.parse("2026-03-05T08:00:00Z")));
    var service = new HttpFileHandler(root, _ -> {});
    var loopback = List.of(Endpoint.tcp("127.0.0.1", 0));
    try (var server = service.start(network, loopback, Limits.standard())) {
      String answer = Site.say(network, server, row.text());
      assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
      int space = row.expected().indexOf(' ');
      String code = space < 0 ? row.expected() : row.expected().substring(0, space);
      assertEquals(Integer.parseInt(code), Site.code(answer), answer);
      if (space >= 0) {
        assertEquals(row.expected().substring(space + 1), Site.body(answer));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("responses")
  void ourClientTakesEachResponseAsTheTableSays(Row row) throws Exception {
    int space = row.expected().indexOf(' ');
    String rest = row.expected().substring(space + 1);
    try (var server = new Canned(network, row.text())) {
      if (row.expected().startsWith("page ")) {
        assertEquals(rest, server.get());
      } else {
        var refused = assertThrows(IOException.class, server::get);
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(rest), message);
      }
    }
  }
}
