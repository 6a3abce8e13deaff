package switchboard.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import switchboard.net.Ticker;

/**
 * A file that the receiver has accepted, until the file is complete or has failed. Confined to one
 * thread.
 */
final class ReceivedFile implements AutoCloseable {
  private final int file;
  private final PartialFile incoming;
  private final long size;
  private final MessageDigest hash = sha256();
  private final long startNanos = Ticker.current().nanos();
  private long received;

  /** The reason for the failure; null until the file has failed. */
  private @Nullable TransferException failure;

  /** Creates the file to which the sender has assigned the number {@code file}. */
  ReceivedFile(int file, PartialFile incoming, long size) {
    this.file = file;
    this.incoming = incoming;
    this.size = size;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) { // every Java platform must support SHA-256
      throw new IllegalStateException(impossible);
    }
  }

  int file() {
    return file;
  }

  boolean hasFailed() {
    return failure != null;
  }

  FileName name() {
    return incoming.name();
  }

  long size() {
    return size;
  }

  long received() {
    return received;
  }

  /** Adds the next bytes of the file. */
  void add(ByteBuffer bytes) throws TransferException {
    received += bytes.remaining();
    if (received > size) {
      throw new TransferException(
          FailureReason.DAMAGED, "'" + name() + "' has more than the announced " + size + " bytes");
    }
    hash.update(bytes.duplicate());
    incoming.write(bytes);
  }

  /** Verifies the size and the hash of the complete file, and stores it under its name. */
  FileOutcome finish(long sizeSent, byte[] hashSent) throws TransferException {
    if (received != size || sizeSent != size) {
      throw new TransferException(
          FailureReason.DAMAGED,
          "'" + name() + "' has " + received + " bytes instead of the " + size + " announced");
    }
    byte[] sum = hash.digest();
    if (!Arrays.equals(sum, hashSent)) {
      throw new TransferException(
          FailureReason.DAMAGED,
          "'" + name() + "' is corrupt: its SHA-256 differs from the sender's");
    }
    incoming.publish();
    close();
    return outcome(HexFormat.of().formatHex(sum), null);
  }

  /** Marks the file as failed, and removes its bytes from the disk. */
  FileOutcome fail(TransferException reason) {
    failure = reason;
    close();
    return outcome("", reason);
  }

  private FileOutcome outcome(String sum, @Nullable TransferException reason) {
    var time = Duration.ofNanos(Ticker.current().nanos() - startNanos);
    return new FileOutcome(name().toString(), size, time, sum, reason);
  }

  @Override
  public void close() {
    incoming.close();
  }
}
