package switchboard.layouts;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import switchboard.layouts.Dissector.Dissected;

/** Writes the rows of one message while they are formatted. Used once, by one thread. */
final class DumpWriter {
  private static final int NAME_MAX = 20;

  /** The maximum number of bytes whose bits fit into the column for bits. */
  private static final int BIT_BYTES_MAX = 2;

  /**
   * The maximum number of list items that are written is this number times the maximum number of
   * rows for a field.
   */
  private static final int ITEMS_PER_ROW = 8;

  /** When the formatted rows reach this number of characters, they are appended to the target. */
  private static final int CHUNK_CHARS = 1 << 15;

  private static final List<String> COLOURS =
      List.of("\033[36m", "\033[33m", "\033[32m", "\033[35m", "\033[34m", "\033[31m");
  private static final String PLAIN = "\033[0m";

  private final Dump dump;
  private final Appendable to;
  private final StringBuilder text = new StringBuilder();

  /** The width of the column of names, including the item numbers before the names. */
  private final int width;

  /** The number of items of a list, including nested lists, that may still be written. */
  private long left;

  private DumpWriter(Dump dump, Appendable to, int width) {
    this.dump = dump;
    this.to = to;
    this.width = width;
  }

  static void print(Dump dump, Dissected message, Appendable to) throws IOException {
    var writer = new DumpWriter(dump, to, width(message.parts().stream().map(Part::field), 0));
    writer
        .text
        .append("frame %d: ".formatted(message.number()))
        .append(message.last() ? "broken after " : "")
        .append(FieldSyntax.count(message.length(), "byte"))
        .append(message.last() ? ", at offset " : " at offset ")
        .append(message.offset())
        .append('\n');
    writer.add(message, 0);
    if (message.error() != null) {
      writer.text.append("  ! ").append(message.error()).append('\n');
    }
    to.append(writer.text);
  }

  /** Returns the width of the longest name among these fields and the fields in nested lists. */
  private static int width(Stream<Field> fields, int depth) {
    return fields.mapToInt(each -> width(each, depth)).max().orElse(0);
  }

  private static int width(Field field, int depth) {
    int own = before(depth, 1).length() + name(field).length();
    return switch (field) {
      case ChoiceField choice ->
          width(choice.cases().stream().flatMap(each -> each.fields().stream()), depth);
      case ListField list -> Math.max(own, width(list.element().fields().stream(), depth + 1));
      default -> own;
    };
  }

  /** Returns the indentation and the number of an item, which precede its field names. */
  private static String before(int depth, int number) {
    return depth == 0 ? "" : "%s%2d ".formatted("  ".repeat(depth), number);
  }

  /** Returns the name of a field, shortened if it is too long. */
  private static String name(Field field) {
    String name = field.name();
    return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX - 1) + "…";
  }

  /**
   * Adds the rows of a message.
   *
   * @param depth the number of lists, nested in each other, that contain the message
   */
  private void add(Dissected message, int depth) throws IOException {
    int colour = 0;
    for (Part each : message.parts()) {
      String name = before(depth, message.number()) + name(each.field());
      String label = name + " ".repeat(Math.max(0, width - name.length())) + "  ";
      paint(rows(each, message, label), colour++);
      Dissector inside = each.messages();
      if (inside != null) {
        left = depth == 0 ? (long) dump.rowsMax() * ITEMS_PER_ROW : left;
        add(inside, depth + 1);
      }
    }
    if (message.last()) {
      rest(message, depth);
    }
    if (text.length() >= CHUNK_CHARS) {
      to.append(text);
      text.setLength(0);
    }
  }

  private void add(Dissector list, int depth) throws IOException {
    while (left > 0) {
      Dissected each = list.next();
      if (each == null) {
        return;
      }
      left--;
      add(each, depth);
      if (each.error() != null) {
        text.append(row("", "", before(depth, each.number()) + "! " + each.error()));
      }
    }
    if (list.left() > 0) {
      text.append(more(list.left()));
    }
  }

  private void paint(String rows, int colour) {
    if (!dump.color()) {
      text.append(rows);
      return;
    }
    rows.lines()
        .forEach(line ->
            text.append(COLOURS.get(colour % COLOURS.size()))
                .append(line)
                .append(PLAIN)
                .append('\n'));
  }

  private String rows(Part part, Dissected message, String label) {
    long start = message.offset() + part.offset();
    if (part.field() instanceof ListField) {
      String size = FieldSyntax.count(part.bytes(), "byte") + " of items";
      return row(start, "", label + (part.bytes() == 0 ? "empty" : size));
    }
    if (part.isInsideByte() && part.bytes() <= BIT_BYTES_MAX) {
      return row(start, DumpCells.bits(part, message.bytes()), label + part.value());
    }
    var rows = new StringBuilder();
    int count = Math.ceilDiv(part.bytes(), DumpCells.ROW);
    for (int row = 0; row < Math.clamp(count, 1, dump.rowsMax()); row++) {
      String head = row == 0 ? label : " ".repeat(label.length());
      rows.append(
          row(
              start + (long) row * DumpCells.ROW,
              DumpCells.hex(part, message, row),
              head + DumpCells.shown(part, message, row)));
    }
    if (count > dump.rowsMax()) {
      rows.append(more(part.bytes() - dump.rowsMax() * DumpCells.ROW));
    }
    return rows.toString();
  }

  /** Adds the bytes that follow the last recognized field. */
  private void rest(Dissected message, int depth) {
    int from =
        message.parts().stream().mapToInt(each -> each.offset() + each.bytes()).max().orElse(0);
    int length = message.bytes().length();
    long shown = depth == 0 ? length : from + (long) dump.rowsMax() * DumpCells.ROW;
    for (int at = from; at < Math.min(length, shown); at += DumpCells.ROW) {
      byte[] row = DumpCells.bytes(message.bytes(), at, Math.min(at + DumpCells.ROW, length));
      text.append(row(message.offset() + at, DumpCells.hex(row), at == from ? "?" : ""));
    }
    if (shown < length) {
      text.append(more((int) (length - shown)));
    }
  }

  private static String more(int bytes) {
    return row("", "... " + FieldSyntax.count(bytes, "more byte"), "");
  }

  private static String row(long offset, String hex, String label) {
    return row("%08x".formatted(offset), hex, label);
  }

  private static String row(String offset, String hex, String label) {
    return "  %-8s  %-23s  %s".formatted(offset, hex, label).stripTrailing() + "\n";
  }
}
