package switchboard.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.cli.Pane;
import switchboard.net.Connection;
import switchboard.net.Network;

/** Tests the progress line at a real terminal, which is resized during a transfer. */
@Tag("slow")
class ProgressTerminalTest {
  private static final int SIZE = 100_000_000;
  private static final String NAME = "日本語の長い名前のファイル.bin";

  @TempDir private Path scratch = Path.of("");

  /** The sender of the file. Sends some bytes before each look at the screen. */
  private record Drip(Connection connection) {
    List<String> until(Pane pane, String what, Pane.Condition requested) throws IOException {
      return pane.until(
          what,
          rows -> {
            connection.write(ByteBuffer.allocate(20_000));
            return requested.test(rows);
          });
    }
  }

  private Pane receiver(int columns, String where, Path into) throws IOException {
    Pane pane =
        Pane.start(
            new Pane.Kind(columns, List.of()),
            scratch,
            "receive",
            "--listen",
            where,
            "--once",
            "--into",
            into.toString());
    pane.until("the address", rows -> String.join("", rows).contains("listening on "));
    return pane;
  }

  /** Returns whether the line has the name, the bar and all numbers. */
  private static boolean isLong(List<String> rows) {
    return rows.getLast().matches(NAME + "  [█░]{20} +[0-9]+ %  .* of 100[.]0 MB  .*/s.*");
  }

  private static boolean isShort(List<String> rows) {
    return rows.getLast().matches("[0-9]+ %(  .* left)?");
  }

  private static int cells(String row) {
    return new AttributedString(row).columnLength();
  }

  @Test
  void progressFollowsTheWidthOfTheTerminalAndStaysOnOneRow() throws Exception {
    String where = "unix://" + scratch.resolve("socket");
    try (Pane pane = receiver(120, where, scratch);
        Connection connection = Network.system().connect(where)) {
      String header = NAME + "<SEPARATOR>" + SIZE;
      connection.write(ByteBuffer.wrap(header.getBytes(StandardCharsets.UTF_8)));
      var drip = new Drip(connection);
      int rows = drip.until(pane, "the bar", ProgressTerminalTest::isLong).size();

      pane.resize(30);
      List<String> narrow = drip.until(pane, "the percentage", ProgressTerminalTest::isShort);
      assertTrue(cells(narrow.getLast()) < 30, narrow.toString());
      // The terminal may have wrapped the old, longer line. The shorter lines after it must not add
      // rows.
      String before = narrow.getLast();
      List<String> later =
          drip.until(pane, "another text", now -> isShort(now) && !now.getLast().equals(before));
      assertEquals(narrow.size(), later.size(), later.toString());

      pane.resize(120);
      List<String> wide = drip.until(pane, "the bar again", ProgressTerminalTest::isLong);
      assertTrue(wide.size() <= later.size() && wide.size() >= rows, wide.toString());

      connection.shutdownOutput();
      List<String> end = pane.until("the end", now -> now.getLast().equals("status 3"));
      // Only the line that tmux wrapped at the resize may remain on the screen.
      assertTrue(end.stream().filter(row -> row.contains("░")).count() <= 1, end.toString());
    }
  }

  @Test
  void aTerminalOfFewColumnsGetsAsMuchAsFits() throws Exception {
    String where = "unix://" + scratch.resolve("socket");
    try (Pane pane = receiver(12, where, scratch);
        Connection connection = Network.system().connect(where)) {
      String header = NAME + "<SEPARATOR>" + SIZE;
      connection.write(ByteBuffer.wrap(header.getBytes(StandardCharsets.UTF_8)));
      new Drip(connection)
          .until(pane, "the percentage alone", rows -> rows.getLast().matches("[0-9]+ %"));
    }
  }
}
