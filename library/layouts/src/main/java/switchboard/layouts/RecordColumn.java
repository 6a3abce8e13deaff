package switchboard.layouts;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadMessageException;
import switchboard.net.Slice;

/**
 * A component of a record, and the field to which the component is mapped. Immutable.
 *
 * @param accessor returns the value of the component of a record
 * @param elements the mapping of the items of a list; null for other fields
 */
record RecordColumn(
    Field field, Class<?> type, MethodHandle accessor, @Nullable RecordMapping<?> elements) {

  private static final Pattern HYPHEN = Pattern.compile("-([^-])");

  /**
   * Returns the mapping of a component to a field.
   *
   * @throws IllegalArgumentException if the type of the component does not match the field
   */
  static RecordColumn of(Field field, RecordComponent component, MethodHandles.Lookup lookup)
      throws ReflectiveOperationException {
    Class<?> type = component.getType();
    if (!fits(type, field)) {
      throw new IllegalArgumentException(
          "'%s' does not fit a component of type %s; use %s"
              .formatted(field, type.getSimpleName(), suggestion(field)));
    }
    MethodHandle accessor =
        lookup
            .findVirtual(
                component.getDeclaringRecord(), component.getName(), MethodType.methodType(type))
            .asType(MethodType.methodType(Object.class, Record.class));
    return new RecordColumn(field, type, accessor, elements(field, component, lookup));
  }

  private static @Nullable RecordMapping<?> elements(
      Field field, RecordComponent component, MethodHandles.Lookup lookup) {
    if (!(field instanceof ListField list)) {
      return null;
    }
    if (component.getGenericType() instanceof ParameterizedType parameterized
        && parameterized.getActualTypeArguments()[0] instanceof Class<?> each
        && each.isRecord()) {
      return new RecordMapping<>(list.element(), lookup, each.asSubclass(Record.class));
    }
    throw new IllegalArgumentException(
        "'%s' is a list; use a List of records".formatted(component.getName()));
  }

  /** Returns whether the name of a component corresponds to the name of a field. */
  static boolean isFor(Field field, RecordComponent component) {
    return component.getName().equals(name(field));
  }

  /**
   * Returns the component name that corresponds to a field: {@code keyKind} for {@code key-kind}.
   */
  static String name(Field field) {
    return HYPHEN
        .matcher(field.name())
        .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
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

  /** Returns whether a signed number of {@code bits} bits can hold every value of the field. */
  private static boolean holds(NumberField number, int bits) {
    return number.coding() instanceof NumberEncoding.Binary binary
        && binary.bits() <= (binary.signed() ? bits : bits - 1);
  }

  private static String suggestion(Field field) {
    return switch (field) {
      case BytesField bytes -> bytes.isText() ? "String" : "Slice or byte[]";
      case ListField _ -> "a List of records";
      case NumberField number when holds(number, Integer.SIZE) -> "int or long";
      default -> "long";
    };
  }

  /** Returns whether the component is an array; arrays are not compared by value. */
  boolean isArray() {
    return type == byte[].class;
  }

  /** Returns the value of the component for a message. */
  Object value(Frame frame) throws BadMessageException {
    return switch (field) {
      case ListField list -> Objects.requireNonNull(elements).records(frame.elements(list));
      case BytesField bytes when bytes.isText() -> frame.text(field.name());
      case BytesField _ when isArray() -> frame.bytes(field.name());
      case BytesField _ -> Slice.of(frame.bytes(field.name()));
      default -> number(frame.number(field.name()));
    };
  }

  private Object number(long value) {
    if (type == boolean.class) {
      return value != 0;
    }
    if (type == int.class) {
      return (int) value;
    }
    if (type == short.class) {
      return (short) value;
    }
    return type == byte.class ? (Object) (byte) value : (Object) value;
  }

  /** Sets the field in {@code message} to the value of the component of {@code record}. */
  void put(Record record, FrameBuilder message) {
    String name = field.name();
    switch (get(record)) {
      case String text -> message.with(name, text);
      case byte[] bytes -> message.with(name, bytes);
      case Slice bytes -> message.with(name, bytes.toBytes());
      case List<?> list -> message.with(name, Objects.requireNonNull(elements).frames(list, name));
      case Boolean bit -> message.with(name, bit ? 1 : 0);
      case Number number -> message.with(name, number.longValue());
      case null -> throw new NullPointerException("value of '%s' is null".formatted(name));
      case Object other -> throw new AssertionError(other);
    }
  }

  private @Nullable Object get(Record record) {
    try {
      return (Object) accessor.invokeExact(record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
