package switchboard.layouts;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import switchboard.net.BadMessageException;

/**
 * Messages of a layout as records: each component is the field of its name. Immutable.
 *
 * @param <R> the record
 */
final class RecordMapping<R extends Record> {
  /** So many messages in a row are not refused by a record unless it refuses nearly all. */
  private static final int ATTEMPTS = 10_000;

  private final Layout layout;
  private final Class<R> type;
  private final MethodHandle constructor;
  private final List<RecordColumn> columns;

  RecordMapping(Layout layout, MethodHandles.Lookup lookup, Class<R> type) {
    this.layout = layout;
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    requireComponents(components);
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      constructor =
          lookup
              .findConstructor(type, MethodType.methodType(void.class, types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Record.class, Object[].class));
      var found = new ArrayList<RecordColumn>();
      for (RecordComponent each : components) {
        found.add(RecordColumn.of(field(each), each, lookup));
      }
      columns = List.copyOf(found);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          ("%s can't be used from here; hand in the MethodHandles.lookup() of a class "
                  + "that may")
              .formatted(type),
          e);
    }
  }

  private void requireComponents(RecordComponent[] components) {
    for (Field field : layout.fields()) {
      if (field instanceof ChoiceField) {
        throw new IllegalArgumentException(
            ("'%s' depends on a number, and a record has always the same components; take Frames, "
                    + "or, if the kind is the first byte, a layout for each and Codec.tagged()")
                .formatted(field.name()));
      }
      if (isGiven(field)
          && Arrays.stream(components).noneMatch(each -> RecordColumn.isFor(field, each))) {
        throw new IllegalArgumentException(
            "the record %s has no component '%s' for '%s'"
                .formatted(type.getSimpleName(), RecordColumn.name(field), field));
      }
    }
  }

  private Field field(RecordComponent component) {
    for (Field each : layout.fields()) {
      if (isGiven(each) && RecordColumn.isFor(each, component)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "the record %s has a component '%s', and the layout has no such field to be given"
            .formatted(type.getSimpleName(), component.getName()));
  }

  /** Whether somebody has to say what it is to be. */
  private static boolean isGiven(Field field) {
    return field instanceof ContentField
        || (field instanceof NumberField number && number.isGiven());
  }

  /** The record that a message is. */
  R record(Frame frame) throws BadMessageException {
    Object[] arguments = new Object[columns.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = columns.get(i).value(frame);
    }
    try {
      return type.cast((Record) constructor.invokeExact(arguments));
    } catch (RuntimeException refused) { // by the record itself, of a value in range
      var bad =
          new BadMessageException(
              "a message that is no %s: %s".formatted(type.getSimpleName(), refused.getMessage()));
      bad.initCause(refused);
      throw bad;
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The records that the messages of a list are. */
  List<R> records(ListElements all) throws BadMessageException {
    var records = new ArrayList<R>();
    try {
      for (Frame each = all.next(); each != null; each = all.next()) {
        records.add(record(each));
      }
    } catch (IOException e) {
      throw all.bad(e);
    }
    return List.copyOf(records);
  }

  /** The message that a record is. */
  Frame frame(R record) {
    FrameBuilder message = layout.frame();
    columns.forEach(each -> each.put(record, message));
    return message.build();
  }

  /** The messages that the records of a list are; a mistake is told with its place. */
  List<Frame> frames(List<?> records, String list) {
    var frames = new ArrayList<Frame>();
    for (Object each : records) {
      String place = "message %s of '%s'".formatted(frames.size() + 1, list);
      try {
        frames.add(frame(type.cast(Objects.requireNonNull(each, place + " is null"))));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
      }
    }
    return frames;
  }

  /** A record at random: of a message that the record does not refuse. */
  R random(RandomGenerator random) {
    BadMessageException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return record(RandomMessage.of(layout, random, this));
      } catch (BadMessageException refused) {
        last = refused;
      }
    }
    throw new AssertionError("of %s messages none would do".formatted(ATTEMPTS), last);
  }

  /** Whether a message is such a record. */
  boolean accepts(Frame frame) {
    try {
      var _ = record(frame);
      return true;
    } catch (BadMessageException refused) {
      return false;
    }
  }

  /** What the list of that name is made of. */
  RecordMapping<?> list(String name) {
    for (RecordColumn each : columns) {
      if (each.field().name().equals(name) && each.elements() != null) {
        return each.elements();
      }
    }
    throw new AssertionError(name);
  }

  /** That two records of the same message are equal. */
  void requireEqualByValue() {
    for (RecordColumn each : columns) {
      if (each.isArray()) {
        throw new IllegalArgumentException(
            "'%s' is an array, which is equal to itself alone; make it a Slice"
                .formatted(each.field().name()));
      }
      if (each.elements() != null) {
        each.elements().requireEqualByValue();
      }
    }
  }
}
