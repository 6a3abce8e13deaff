package switchboard.cli.scan;

import java.util.List;
import switchboard.scan.PortResult;
import switchboard.scan.ServiceNames;

/** The table that {@code switchboard scan} prints, with one row for each port. Not thread-safe. */
final class ScanTable {
  private final int hostWidth;
  private final boolean reasons;
  private final ServiceNames services;
  private boolean titled;

  /**
   * Creates a table without rows.
   *
   * @param hostWidth the width in characters of the column with the host; 0 = the table has no such
   *     column
   * @param reasons whether the table has a column that says why a port is in its state
   */
  ScanTable(int hostWidth, boolean reasons, ServiceNames services) {
    this.hostWidth = hostWidth;
    this.reasons = reasons;
    this.services = services;
  }

  /**
   * Returns the rows for the ports of one host. The first rows of the table are preceded by the
   * column titles.
   */
  String rows(String host, List<PortResult> results) {
    var text = new StringBuilder();
    if (!titled && !results.isEmpty()) {
      titled = true;
      add(text, "HOST", "PORT", "STATE", "SERVICE", "REASON");
    }
    for (PortResult each : results) {
      String port = Integer.toString(each.port());
      add(text, host, port, each.state().displayName(), services.name(each.port()), each.reason());
    }
    return text.toString();
  }

  private void add(StringBuilder text, String host, String... cells) {
    String row = hostWidth == 0 ? "" : padded(host, hostWidth);
    row += padded(cells[0], 5) + padded(cells[1], 11) + padded(cells[2], 15);
    text.append((reasons ? row + cells[3] : row).stripTrailing()).append('\n');
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - cell.length()) + 2);
  }
}
