package switchboard.layouts;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadMessageException;
import switchboard.net.Slice;

/**
 * Messages of a layout as records: each component is the field of its name. Immutable.
 *
 * @param <R> the record
 */
final class Records<R extends Record> {
  /** So many messages in a row are not refused by a record unless it refuses nearly all. */
  private static final int ATTEMPTS = 10_000;

  private final Layout layout;
  private final Class<R> type;
  private final RecordComponent[] components;
  private final MethodHandle constructor;
  private final List<MethodHandle> accessors;

  /** Of the components that are lists, by their names. */
  private final Map<String, Records<?>> lists = new HashMap<>();

  Records(Layout layout, MethodHandles.Lookup lookup, Class<R> type) {
    this.layout = layout;
    this.type = type;
    this.components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      constructor =
          lookup
              .findConstructor(type, MethodType.methodType(void.class, types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Record.class, Object[].class));
      var found = new MethodHandle[components.length];
      for (int i = 0; i < found.length; i++) {
        found[i] =
            lookup
                .findVirtual(type, components[i].getName(), MethodType.methodType(types[i]))
                .asType(MethodType.methodType(Object.class, Record.class));
      }
      accessors = List.of(found);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          ("%s can't be used from here; hand in the MethodHandles.lookup() of a class "
                  + "that may")
              .formatted(type),
          e);
    }
    requireFit();
    for (RecordComponent each : components) {
      if (layout.named(each.getName()).getFirst() instanceof ListField list) {
        lists.put(each.getName(), new Records<>(list.element(), lookup, element(each)));
      }
    }
  }

  /** The record that a list of them is made of. */
  private static Class<? extends Record> element(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> each
        && each.isRecord()) {
      return each.asSubclass(Record.class);
    }
    throw new IllegalArgumentException(
        "'%s' is a list of messages; make it a List of a record".formatted(component.getName()));
  }

  private void requireFit() {
    Set<String> named =
        Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toSet());
    for (Field field : layout.fields()) {
      if (field instanceof ChoiceField) {
        throw new IllegalArgumentException(
            ("'%s' depends on a number, and a record has always the same components; give "
                    + "each kind a layout of its own, and tell them apart by Codec.tagged()")
                .formatted(field.name()));
      }
      boolean known = isGiven(field);
      if (known && !named.contains(field.name())) {
        throw new IllegalArgumentException(
            "the record %s has no component for '%s'".formatted(type.getSimpleName(), field));
      }
    }
    for (RecordComponent each : components) {
      Field field = layout.named(each.getName()).stream().findFirst().orElse(null);
      if (field == null || !isGiven(field)) {
        throw new IllegalArgumentException(
            ("the record %s has a component '%s', and the layout has no such field to be "
                    + "given")
                .formatted(type.getSimpleName(), each.getName()));
      }
      if (!fits(each.getType(), field)) {
        throw new IllegalArgumentException(
            "'%s' does not fit into a component of %s; %s"
                .formatted(field, each.getType().getSimpleName(), wanted(field)));
      }
    }
  }

  /** Whether somebody has to say what it is to be. */
  private static boolean isGiven(Field field) {
    return field instanceof ContentField
        || (field instanceof NumberField number
            && number.always() == null
            && number.counts() == null);
  }

  private static boolean fits(Class<?> component, Field field) {
    return switch (field) {
      case BytesField bytes when bytes.isText() -> component == String.class;
      case BytesField _ -> component == Slice.class || component == byte[].class;
      case ListField _ -> component == List.class;
      case NumberField number ->
          component == long.class
              || (component == int.class && holds(number, Integer.SIZE))
              || (component == short.class && holds(number, Short.SIZE))
              || (component == byte.class && holds(number, Byte.SIZE))
              || (component == boolean.class && isBit(number));
      default -> false;
    };
  }

  private static boolean isBit(NumberField number) {
    return number.coding().bitsMax() == 1 && number.coding().holds(1);
  }

  /** Whether a signed number of so many bits can be all that the field can. */
  private static boolean holds(NumberField number, int bits) {
    return number.coding() instanceof Coding.Binary binary
        && binary.bits() <= (binary.signed() ? bits : bits - 1);
  }

  private static String wanted(Field field) {
    return switch (field) {
      case BytesField bytes -> bytes.isText() ? "make it a String" : "make it a Slice or a byte[]";
      case ListField _ -> "make it a List of a record";
      default -> "a long holds it, or make the field smaller";
    };
  }

  /** The record that a message is. */
  R record(Frame frame) throws BadMessageException {
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(components[i], frame);
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

  private Object value(RecordComponent component, Frame frame) throws BadMessageException {
    String name = component.getName();
    Class<?> wanted = component.getType();
    Records<?> list = lists.get(name);
    if (list != null) {
      return list.records(frame.list(name));
    }
    if (wanted == String.class) {
      return frame.text(name);
    }
    if (wanted == Slice.class) {
      return Slice.of(frame.bytes(name));
    }
    if (wanted == byte[].class) {
      return frame.bytes(name);
    }
    long value = frame.number(name);
    if (wanted == boolean.class) {
      return value != 0;
    }
    if (wanted == int.class) {
      return (int) value;
    }
    if (wanted == short.class) {
      return (short) value;
    }
    return wanted == byte.class ? (Object) (byte) value : (Object) value;
  }

  /** A record at random: of a message that the record does not refuse. */
  R random(RandomGenerator random) {
    BadMessageException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return record(layout.random(random));
      } catch (BadMessageException refused) {
        last = refused;
      }
    }
    throw new AssertionError("of %s messages none would do".formatted(ATTEMPTS), last);
  }

  /** That two records of the same message are equal. */
  void requireEqualByValue() {
    for (RecordComponent each : components) {
      if (each.getType() == byte[].class) {
        throw new IllegalArgumentException(
            "'%s' is an array, which is equal to itself alone; make it a Slice"
                .formatted(each.getName()));
      }
    }
    lists.values().forEach(Records::requireEqualByValue);
  }

  private List<R> records(List<Frame> frames) throws BadMessageException {
    var records = new ArrayList<R>();
    for (Frame each : frames) {
      records.add(record(each));
    }
    return List.copyOf(records);
  }

  private List<Frame> frames(List<?> records) {
    return records.stream().map(each -> frame(type.cast(each))).toList();
  }

  /** The message that a record is. */
  Frame frame(R record) {
    FrameBuilder message = layout.frame();
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      switch (get(accessors.get(i), record)) {
        case String text -> message.with(name, text);
        case byte[] bytes -> message.with(name, bytes);
        case List<?> list ->
            message.with(name, Objects.requireNonNull(lists.get(name)).frames(list));
        case Slice bytes -> message.with(name, bytes.toBytes());
        case Boolean bit -> message.with(name, bit ? 1 : 0);
        case Number number -> message.with(name, number.longValue());
        case null -> throw new NullPointerException("'%s' is null".formatted(name));
        case Object other -> throw new AssertionError(other);
      }
    }
    return message.build();
  }

  private @Nullable Object get(MethodHandle accessor, R record) {
    try {
      return (Object) accessor.invokeExact((Record) record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
