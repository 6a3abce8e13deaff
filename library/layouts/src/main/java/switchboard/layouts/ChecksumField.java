package switchboard.layouts;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * A field that contains a checksum of other fields. The checksum is computed when a message is
 * built. Reading a message with a wrong checksum throws a {@link
 * switchboard.net.BadMessageException}; after that, the next message can be read. Immutable.
 *
 * @since 0.1.0
 */
public final class ChecksumField extends Field {
  static final int BYTES = 4;

  private final Algorithm algorithm;
  private final @Nullable Span covers;

  enum Algorithm {
    CRC32,
    CRC32C;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    int of(ByteBuffer bytes) {
      Checksum sum = this == CRC32 ? new CRC32() : new CRC32C();
      sum.update(bytes);
      return (int) sum.getValue();
    }
  }

  ChecksumField(String name, int offset, Algorithm algorithm, @Nullable Span covers) {
    super(name, offset);
    this.algorithm = algorithm;
    this.covers = covers;
  }

  /**
   * Makes the checksum cover one field. By default, a checksum covers all bytes of the message that
   * come before it.
   *
   * @param field the name of the field
   * @return a new field
   */
  public ChecksumField over(String field) {
    return over(field, field);
  }

  /**
   * Makes the checksum cover consecutive fields. By default, a checksum covers all bytes of the
   * message that come before it.
   *
   * @param first the name of the first field
   * @param last the name of the last field, which is included
   * @return a new field
   */
  public ChecksumField over(String first, String last) {
    return new ChecksumField(name(), offset(), algorithm, new Span(first, last));
  }

  @Override
  public ChecksumField at(int offset) {
    return new ChecksumField(name(), FieldSyntax.checked(name(), offset), algorithm, covers);
  }

  Algorithm algorithm() {
    return algorithm;
  }

  /**
   * Returns the fields that the checksum covers, or null if the checksum covers all bytes before
   * it.
   */
  @Nullable Span covers() {
    return covers;
  }

  @Override
  public String toString() {
    return FieldSyntax.head(this) + algorithm.word() + (covers == null ? "" : " of " + covers);
  }
}
