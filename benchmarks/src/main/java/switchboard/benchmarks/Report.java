package switchboard.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The table of results of a benchmark. It is printed as a Markdown table, or as one JSON object for
 * each row.
 */
final class Report {
  private final String benchmark;
  private final List<String> head = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();

  /** Creates an empty report. */
  Report(String benchmark) {
    this.benchmark = benchmark;
  }

  /** Sets the names of the columns, which include the units. */
  void head(String... columns) {
    head.addAll(Arrays.asList(columns));
  }

  /**
   * Adds a row to the table. Each cell is a text, an integer or a {@link Spread}; there must be one
   * cell for each column.
   */
  void row(Object... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException(cells.length + " cells for the columns " + head);
    }
    rows.add(List.of(cells));
  }

  List<List<Object>> rows() {
    return List.copyOf(rows);
  }

  String table() {
    var lines = new ArrayList<List<String>>();
    lines.add(head);
    rows.forEach(row -> lines.add(row.stream().map(Object::toString).toList()));
    int[] widths =
        IntStream.range(0, head.size())
            .map(column ->
                lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toArray();
    var rule = Arrays.stream(widths).mapToObj("-"::repeat).toList();
    lines.add(1, rule);
    return lines.stream().map(line -> padded(line, widths)).collect(Collectors.joining());
  }

  private static String padded(List<String> line, int[] widths) {
    var text = new StringBuilder("|");
    for (int column = 0; column < widths.length; column++) {
      String cell = line.get(column);
      text.append(' ').append(cell).append(" ".repeat(widths[column] - cell.length())).append(" |");
    }
    return text.append('\n').toString();
  }

  String json() {
    return rows.stream().map(this::object).collect(Collectors.joining());
  }

  private String object(List<Object> row) {
    var text = new StringBuilder("{\"benchmark\":" + quoted(benchmark));
    for (int column = 0; column < head.size(); column++) {
      text.append(',').append(quoted(head.get(column))).append(':').append(value(row.get(column)));
    }
    return text.append("}\n").toString();
  }

  private static String value(Object cell) {
    return switch (cell) {
      case Number number -> number.toString();
      case Spread spread -> spread.json();
      default -> quoted(cell.toString());
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
