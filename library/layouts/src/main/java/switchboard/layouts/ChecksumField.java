package switchboard.layouts;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/** A checksum of other fields; when it differs, the message is bad, and the next one follows. */
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

  /** The same, of one field alone. */
  public ChecksumField over(String field) {
    return over(field, field);
  }

  /** The same, of the fields from one to another, both included. */
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

  /** What it is the sum of; null for all that is before it. */
  @Nullable Span covers() {
    return covers;
  }

  @Override
  public String toString() {
    return FieldSyntax.head(this) + algorithm.word() + (covers == null ? "" : " of " + covers);
  }
}
