package switchboard.layouts;

/** Bytes that are always the same: a magic number, a mark between two fields. */
public final class ConstantField extends Field {
  private final byte[] bytes;

  ConstantField(String name, int offset, byte[] bytes) {
    super(name, offset);
    this.bytes = bytes;
    if (bytes.length == 0) {
      throw new IllegalArgumentException("'%s' is no bytes at all; leave it out".formatted(name));
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
