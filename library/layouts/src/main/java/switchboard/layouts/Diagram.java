package switchboard.layouts;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Draws a layout as a diagram like the header diagrams in RFC 791, followed by a description of
 * each field.
 */
final class Diagram {
  private static final int WIDTH = 32;

  /**
   * The maximum number of bits of a field that are drawn. A field with more bits is drawn as a box
   * that contains the length of the field.
   */
  private static final int DRAWN_BITS_MAX = 4 * WIDTH;

  private final Layout layout;
  private final StringBuilder text;

  Diagram(Layout layout) {
    this(layout, new StringBuilder());
  }

  private Diagram(Layout layout, StringBuilder text) {
    this.layout = layout;
    this.text = text;
  }

  @Override
  public String toString() {
    text.append(" 0                   1                   2                   3\n")
        .append(" 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1\n");
    all();
    String sizes = FieldLegend.sizes(layout.bytesMin(), layout.bytesMax());
    text.append("\nA message has ").append(sizes).append(".\n");
    return text.toString();
  }

  private void all() {
    new Picture(0).draw(layout.fields());
    text.append('\n');
    int width = longestName(layout.fields()) + 2;
    layout.fields().forEach(each -> legend(each, width));
    below(layout.fields(), 0, width);
  }

  private void legend(Field field, int width) {
    text.append(field.name()).append(" ".repeat(width - field.name().length()));
    text.append(FieldLegend.of(field)).append('\n');
  }

  /**
   * Draws those of {@code fields} that are lists or choices. The first of {@code fields} begins at
   * bit {@code bit} of a byte.
   */
  private void below(List<Field> fields, int bit, int width) {
    int at = bit;
    for (Field field : fields) {
      if (field instanceof ChoiceField choice) {
        for (ChoiceField.Case each : choice.cases()) {
          one(choice, each, at, width);
        }
      }
      if (field instanceof ListField list) {
        text.append('\n').append(list.name()).append(", each item:\n");
        new Diagram(list.element(), text).all();
      }
      at = (at + bitsInByte(field)) % Byte.SIZE;
    }
  }

  /**
   * Returns the length of a field in bits, modulo 8. For a choice, all cases have the same result.
   */
  private static int bitsInByte(Field field) {
    return field instanceof ChoiceField choice
        ? choice.cases().getFirst().fields().stream().mapToInt(Diagram::bitsInByte).sum()
        : Math.max(0, bits(field)) % Byte.SIZE;
  }

  private void one(ChoiceField choice, ChoiceField.Case one, int bit, int width) {
    text.append("\n").append(choice.name()).append(", if ").append(choice.number());
    text.append(" is ").append(one.value() == null ? "anything else" : key(choice, one.value()));
    text.append(one.fields().isEmpty() ? ": nothing\n" : ":\n");
    if (!one.fields().isEmpty()) {
      new Picture(bit).draw(one.fields());
      text.append('\n');
      one.fields().forEach(inside -> legend(inside, width));
      below(one.fields(), bit, width);
    }
  }

  private String key(ChoiceField choice, long value) {
    Field number = layout.named(choice.number()).getFirst();
    return number instanceof NumberField on
        ? FieldLegend.key(on.coding(), value)
        : Long.toString(value);
  }

  private static int longestName(List<Field> fields) {
    return fields.stream().mapToInt(Diagram::longestName).max().orElse(0);
  }

  private static int longestName(Field field) {
    int inside =
        field instanceof ChoiceField choice
            ? choice.cases().stream().mapToInt(each -> longestName(each.fields())).max().orElse(0)
            : 0;
    return Math.max(field.name().length(), inside);
  }

  /**
   * Returns the number of bits to draw for a field, or -1 if the field is drawn as a box that
   * contains its length.
   */
  private static int bits(Field field) {
    long bits =
        switch (field) {
          case NumberField number when number.coding() instanceof NumberEncoding.Binary binary ->
              binary.bits();
          case ConstantField constant -> constant.bytes().length * (long) Byte.SIZE;
          case ChecksumField _ -> ChecksumField.BYTES * Byte.SIZE;
          case ContentField bytes when bytes.isFixed() -> bytes.bytesMin() * (long) Byte.SIZE;
          default -> -1;
        };
    return bits > DRAWN_BITS_MAX ? -1 : (int) bits;
  }

  /** Draws the rows of fields. */
  private final class Picture {
    /**
     * The field to which each bit of the current row belongs; null for bits that belong to no
     * field.
     */
    private @Nullable Field[] row = new @Nullable Field[WIDTH];

    private @Nullable Field[] above = new @Nullable Field[WIDTH];
    private int column;
    private int rows;

    /**
     * For each field, the row that contains its name: of all rows, the row with the most bits of
     * the field.
     */
    private final Map<Field, Integer> named = new HashMap<>();

    /** Creates a picture whose first field starts at the given bit of a byte. */
    Picture(int bit) {
      column = bit;
    }

    void draw(List<Field> fields) {
      for (Field field : fields) {
        int bits = bits(field);
        if (bits < 0) {
          endRow();
          box(field);
        } else {
          fill(field, bits);
        }
      }
      endRow();
      border(new @Nullable Field[WIDTH]);
    }

    private void fill(Field field, int bits) {
      int here = WIDTH - column;
      named.put(field, here >= Math.min(bits, Math.min(WIDTH, bits - here)) ? rows : rows + 1);
      for (int bit = 0; bit < bits; bit++) {
        row[column++] = field;
        if (column == WIDTH) {
          endRow();
        }
      }
    }

    private void endRow() {
      if (column == 0 || row[column - 1] == null) {
        return;
      }
      border(row);
      text.append(cells()).append('\n');
      above = row;
      row = new @Nullable Field[WIDTH];
      column = 0;
      rows++;
    }

    private String cells() {
      int first = 0;
      while (row[first] == null) {
        first++; // the first field begins inside a byte
      }
      var line = new StringBuilder("  ".repeat(first)).append('|');
      for (int from = first; from < column; ) {
        int to = from;
        while (to < column && row[to] == row[from]) {
          to++;
        }
        Field field = Objects.requireNonNull(row[from]);
        boolean here = named.getOrDefault(field, -1) == rows;
        line.append(centred(here ? field.name() : "", 2 * (to - from) - 1)).append('|');
        from = to;
      }
      return line.toString();
    }

    private void box(Field field) {
      Field[] full = new Field[WIDTH];
      Arrays.fill(full, field);
      border(full);
      text.append('/').append(centred(field.name(), 2 * WIDTH - 1)).append("/\n");
      text.append('/').append(centred(FieldLegend.size(field), 2 * WIDTH - 1)).append("/\n");
      above = full;
    }

    /** Draws the line between the row above and the row {@code below}. */
    private void border(@Nullable Field[] below) {
      var line = new StringBuilder();
      for (int at = 0; at <= WIDTH; at++) {
        boolean left = at > 0 && (above[at - 1] != null || below[at - 1] != null);
        boolean right = at < WIDTH && (above[at] != null || below[at] != null);
        boolean inside =
            at > 0 && at < WIDTH && through(above, below, at - 1) && through(above, below, at);
        line.append(left || right ? inside ? ' ' : '+' : ' ');
        line.append(right ? through(above, below, at) ? ' ' : '-' : ' ');
      }
      if (!line.toString().isBlank()) {
        text.append(line.toString().stripTrailing()).append('\n');
      }
    }

    /** Returns whether, in this column, the same field is above and below the line. */
    private static boolean through(@Nullable Field[] above, @Nullable Field[] below, int column) {
      return above[column] != null && above[column] == below[column];
    }
  }

  private static String centred(String word, int width) {
    String fitting = word.length() > width ? word.substring(0, width) : word;
    int left = (width - fitting.length()) / 2;
    return " ".repeat(left) + fitting + " ".repeat(width - fitting.length() - left);
  }
}
