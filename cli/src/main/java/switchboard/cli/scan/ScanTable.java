package switchboard.cli.scan;

import java.util.List;
import switchboard.scan.PortResult;
import switchboard.scan.ServiceNames;

/** The table that a scan prints: one row per port. Not thread-safe. */
final class ScanTable {
  private final int hostWidth;
  private final boolean reasons;
  private final ServiceNames services;
  private boolean titled;

  /**
   * Creates a table without rows.
   *
   * @param hostWidth the width of the column of hosts in characters; 0 = no such column
   * @param reasons whether the table has a column of reasons
   */
  ScanTable(int hostWidth, boolean reasons, ServiceNames services) {
    this.hostWidth = hostWidth;
    this.reasons = reasons;
    this.services = services;
  }

  /** Returns the rows of one host, below the column titles if they are the first rows. */
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
