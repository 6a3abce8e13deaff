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
 * Maps messages of a layout to records. Each component of a record is mapped to the field of the
 * message with the corresponding name. Immutable.
 *
 * @param <R> the type of the record
 */
final class RecordMapping<R extends Record> {
  /**
   * The number of attempts to generate a record: if the record's constructor rejects the random
   * values every time, generating fails.
   */
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
          "%s is not accessible; pass the MethodHandles.lookup() of a class that has access to it"
              .formatted(type),
          e);
    }
  }

  private void requireComponents(RecordComponent[] components) {
    for (Field field : layout.fields()) {
      if (field instanceof ChoiceField) {
        throw new IllegalArgumentException(
            ("'%s' is a choice, which a record cannot represent; use Frame or, if the first byte "
                    + "selects the type, one layout for each type and Codec.tagged()")
                .formatted(field.name()));
      }
      if (isGiven(field)
          && Arrays.stream(components).noneMatch(each -> RecordColumn.isFor(field, each))) {
        throw new IllegalArgumentException(
            "record %s has no component '%s' for the field '%s'"
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
        "record %s has a component '%s', but the layout has no such field to set"
            .formatted(type.getSimpleName(), component.getName()));
  }

  /** Returns whether the value of a field must be set when a message is built. */
  private static boolean isGiven(Field field) {
    return field instanceof ContentField
        || (field instanceof NumberField number && number.isGiven());
  }

  /** Returns the record for a message. */
  R record(Frame frame) throws BadMessageException {
    Object[] arguments = new Object[columns.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = columns.get(i).value(frame);
    }
    try {
      return type.cast((Record) constructor.invokeExact(arguments));
    } catch (RuntimeException refused) { // thrown by the constructor of the record
      var bad =
          new BadMessageException(
              "invalid %s: %s".formatted(type.getSimpleName(), refused.getMessage()));
      bad.initCause(refused);
      throw bad;
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the records for the items of a list. */
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

  /** Returns the message for a record. */
  Frame frame(R record) {
    FrameBuilder message = layout.frame();
    columns.forEach(each -> each.put(record, message));
    return message.build();
  }

  /**
   * Returns the items for the records of a list. If a record cannot be converted, the message of
   * the exception contains the index of the record.
   */
  List<Frame> frames(List<?> records, String list) {
    var frames = new ArrayList<Frame>();
    for (Object each : records) {
      String item = "item %s of '%s'".formatted(frames.size() + 1, list);
      try {
        frames.add(frame(type.cast(Objects.requireNonNull(each, item + " is null"))));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(item + ": " + e.getMessage(), e);
      }
    }
    return frames;
  }

  /** Returns a random record, made from a message that the record accepts. */
  R random(RandomGenerator random) {
    BadMessageException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return record(RandomMessage.of(layout, random, this));
      } catch (BadMessageException refused) {
        last = refused;
      }
    }
    throw new AssertionError(
        "the record rejected all of %s random messages".formatted(ATTEMPTS), last);
  }

  /** Returns whether the record accepts a message. */
  boolean accepts(Frame frame) {
    try {
      var _ = record(frame);
      return true;
    } catch (BadMessageException refused) {
      return false;
    }
  }

  /** Returns the mapping of the items of a list. */
  RecordMapping<?> list(String name) {
    for (RecordColumn each : columns) {
      if (each.field().name().equals(name) && each.elements() != null) {
        return each.elements();
      }
    }
    throw new AssertionError(name);
  }

  /** Checks that two records of equal messages are equal. */
  void requireEqualByValue() {
    for (RecordColumn each : columns) {
      if (each.isArray()) {
        throw new IllegalArgumentException(
            "'%s' is an array, which is not equal by value; use Slice"
                .formatted(each.field().name()));
      }
      if (each.elements() != null) {
        each.elements().requireEqualByValue();
      }
    }
  }
}
