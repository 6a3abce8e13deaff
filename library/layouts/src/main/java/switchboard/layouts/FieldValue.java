package switchboard.layouts;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadTextException;
import switchboard.net.Slice;

/** What a field of a message was given. Immutable. */
sealed interface FieldValue {

  /** Why that field can't be this; null if it can. */
  @Nullable String rejection(Field field);

  /** A number; also one of 64 bits without a sign. */
  record Numeric(long value) implements FieldValue {
    @Override
    public @Nullable String rejection(Field field) {
      if (!(field instanceof NumberField number)) {
        return "'%s' can't be given a number".formatted(field);
      }
      if (!number.isGiven()) {
        return "'%s' is not to be given: it is known already; leave it out".formatted(field);
      }
      return number.coding().holds(value)
          ? null
          : "'%s' is from %s, so it can't be %s"
              .formatted(field.name(), number.coding().range(), value);
    }
  }

  /** What lies in the message as it is. */
  sealed interface Content extends FieldValue {
    /** All of it. */
    Slice bytes();
  }

  /** Bytes, or those of a text. */
  record Raw(Slice bytes) implements Content {
    @Override
    public @Nullable String rejection(Field field) {
      if (!(field instanceof BytesField own)) {
        return "'%s' can't be given bytes".formatted(field);
      }
      String size = size(own, bytes);
      if (size != null) {
        return size;
      }
      if (own.isText() && !isText(bytes)) {
        return "'%s' is text in UTF-8, and these bytes are none".formatted(own.name());
      }
      return own.isDelimited() && own.endsEarly(bytes.toBytes())
          ? "'%s' ends with %s, and can't have that inside"
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
   * Messages of a list.
   *
   * @param bytes all of them, one behind the other
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
        return "'%s' can't be given messages".formatted(field);
      }
      for (Frame each : messages) {
        if (!each.layout().equals(list.element())) {
          return "'%s' can't be given a message of the layout (%s)".formatted(list, each.layout());
        }
      }
      return size(list, bytes);
    }
  }

  private static @Nullable String size(ContentField own, Slice bytes) {
    return bytes.length() < own.bytesMin() || bytes.length() > own.bytesMax()
        ? "'%s' has %s, not %s"
            .formatted(
                own.name(), FieldLegend.sizes(own.bytesMin(), own.bytesMax()), bytes.length())
        : null;
  }
}
