package switchboard.layouts;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadTextException;
import switchboard.net.Slice;

/** The value that was set for a field of a message. Immutable. */
sealed interface FieldValue {

  /** Returns the reason why a field cannot have this value, or null if the field can have it. */
  @Nullable String rejection(Field field);

  /** A number. As a {@code long}, an unsigned 64-bit number from 2^63 on is negative. */
  record Numeric(long value) implements FieldValue {
    @Override
    public @Nullable String rejection(Field field) {
      if (!(field instanceof NumberField number)) {
        return "'%s' does not accept a number".formatted(field);
      }
      if (!number.isGiven()) {
        return "'%s' is computed or constant; remove its value".formatted(field);
      }
      return number.coding().holds(value)
          ? null
          : "'%s' must be %s, not %s".formatted(field.name(), number.coding().range(), value);
    }
  }

  /** A value whose bytes are copied to the message unchanged. */
  sealed interface Content extends FieldValue {
    /** Returns all bytes of the value. */
    Slice bytes();
  }

  /** Bytes, or text in UTF-8. */
  record Raw(Slice bytes) implements Content {
    @Override
    public @Nullable String rejection(Field field) {
      if (!(field instanceof BytesField own)) {
        return "'%s' does not accept bytes or text".formatted(field);
      }
      String size = size(own, bytes);
      if (size != null) {
        return size;
      }
      if (own.isText() && !isText(bytes)) {
        return "'%s' must be valid UTF-8".formatted(own.name());
      }
      return own.isDelimited() && own.endsEarly(bytes.toBytes())
          ? "'%s' must not contain its delimiter %s"
              .formatted(own.name(), FieldSyntax.quoted(own.delimiter()))
          : null;
    }

    private static boolean isText(Slice bytes) {
      try {
        return !bytes.text().isEmpty() || bytes.length() == 0;
      } catch (BadTextException notUtf8) {
        return false;
      }
    }
  }

  /**
   * The items of a list.
   *
   * @param bytes all items, one after the other
   */
  record Messages(List<Frame> messages, Slice bytes) implements Content {
    static Messages of(List<Frame> messages) {
      var all = new ByteArrayOutputStream();
      messages.forEach(each -> all.writeBytes(each.toBytes()));
      return new Messages(List.copyOf(messages), Slice.of(all.toByteArray()));
    }

    @Override
    public @Nullable String rejection(Field field) {
      if (!(field instanceof ListField list)) {
        return "'%s' does not accept list items".formatted(field);
      }
      for (Frame each : messages) {
        if (!each.layout().equals(list.element())) {
          return "'%s' does not accept items whose layout is (%s)".formatted(list, each.layout());
        }
      }
      return size(list, bytes);
    }
  }

  private static @Nullable String size(ContentField own, Slice bytes) {
    return bytes.length() < own.bytesMin() || bytes.length() > own.bytesMax()
        ? "'%s' must have %s, not %s"
            .formatted(
                own.name(), FieldLegend.sizes(own.bytesMin(), own.bytesMax()), bytes.length())
        : null;
  }
}
