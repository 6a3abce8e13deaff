package switchboard.layouts;

/**
 * Constant bytes, such as a magic number or a separator between two fields. Immutable.
 *
 * @since 0.1.0
 */
public final class ConstantField extends Field {
  private final byte[] bytes;

  ConstantField(String name, int offset, byte[] bytes) {
    super(name, offset);
    this.bytes = bytes;
    if (bytes.length == 0) {
      throw new IllegalArgumentException("constant '%s' is empty; remove it".formatted(name));
    }
  }

  @Override
  public ConstantField at(int offset) {
    return new ConstantField(name(), FieldSyntax.checked(name(), offset), bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return FieldSyntax.head(this) + FieldSyntax.quoted(bytes);
  }
}
