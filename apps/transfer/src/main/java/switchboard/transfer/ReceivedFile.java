package switchboard.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import switchboard.net.Ticker;

/** One file that was accepted, seen by the receiver until it has ended. Belongs to one thread. */
final class ReceivedFile implements AutoCloseable {
  private final int file;
  private final PartialFile incoming;
  private final long size;
  private final MessageDigest hash = sha256();
  private final long startNanos = Ticker.current().nanos();
  private long received;

  /** Set once it can't come to a good end any more. */
  private @Nullable TransferException failure;

  /** The file that the sender calls by the number {@code file}. */
  ReceivedFile(int file, PartialFile incoming, long size) {
    this.file = file;
    this.incoming = incoming;
    this.size = size;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) { // every Java has it
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

  /** Adds bytes of the file. */
  void add(ByteBuffer bytes) throws TransferException {
    received += bytes.remaining();
    if (received > size) {
      throw new TransferException(
          FailureReason.DAMAGED,
          "'" + name() + "' has more than the " + size + " bytes that were announced");
    }
    hash.update(bytes.duplicate());
    incoming.write(bytes);
  }

  /** All has come: gives the file its name if it is what was sent. */
  FileOutcome finish(long sizeSent, byte[] hashSent) throws TransferException {
    if (received != size || sizeSent != size) {
      throw new TransferException(
          FailureReason.DAMAGED,
          "'" + name() + "' has " + received + " bytes instead of the " + size + " announced");
    }
    byte[] sum = hash.digest();
    if (!Arrays.equals(sum, hashSent)) {
      throw new TransferException(
          FailureReason.DAMAGED, "'" + name() + "' is not what was sent: its hash differs");
    }
    incoming.publish();
    close();
    return outcome(HexFormat.of().formatHex(sum), null);
  }

  /** It won't come to a good end: nothing of it is kept. */
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
