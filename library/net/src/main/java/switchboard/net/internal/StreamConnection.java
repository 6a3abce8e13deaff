package switchboard.net.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionOptions;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Failure;
import switchboard.net.FileRange;
import switchboard.net.Interest;
import switchboard.net.OperationInterruptedException;
import switchboard.net.OutputBrokenException;
import switchboard.net.PeerState;
import switchboard.net.Sink;
import switchboard.net.Source;
import switchboard.net.spi.FileError;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.support.Waiting;

/**
 * The implementation of {@link Connection} over the handle of any engine. Ensures that a write
 * writes all its bytes, that only one thread reads, and that deadlines are checked before each
 * operation. Adds the operation and the addresses to exceptions. The engine's part is only to
 * transfer bytes.
 */
public final class StreamConnection implements Connection {
  private final StreamHandle handle;
  private final AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
  private final FifoLock writing = new FifoLock();
  private final HandleOwner owned;

  /**
   * The reason why no more bytes can be written; null if bytes can be written. Guarded by {@link
   * #writing}.
   */
  private @Nullable String outputBroken;

  private @Nullable Source source;
  private @Nullable Sink sink;

  public StreamConnection(StreamHandle handle) {
    this.handle = handle;
    this.owned = new HandleOwner(this, handle, () -> between(handle));
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    enterRead();
    try {
      Waiting.check();
      return target.hasRemaining() ? handle.read(target) : nothing();
    } catch (IOException e) {
      throw describe("read", e);
    } finally {
      reader.set(null);
    }
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    enterRead();
    try {
      return target.hasRemaining() ? handle.tryRead(target) : nothing();
    } catch (IOException e) {
      throw describe("read", e);
    } finally {
      reader.set(null);
    }
  }

  @Override
  public void awaitReadable() throws IOException {
    enterRead();
    try {
      Waiting.check();
      nothing();
      handle.awaitReadable();
    } catch (IOException e) {
      throw describe("read", e);
    } finally {
      reader.set(null);
    }
  }

  private void enterRead() {
    if (!reader.compareAndSet(null, Thread.currentThread())) {
      throw new IllegalStateException(
          "two threads are reading from " + this + "; the other one is " + reader.get());
    }
  }

  /**
   * Returns 0, the number of bytes that an empty buffer transfers. Throws an exception if the
   * socket is closed.
   */
  private int nothing() throws IOException {
    owned.requireOpen();
    return 0;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    takeTurnToWrite();
    int first = bytes.position();
    try {
      requireOutput();
      writeAll(bytes);
    } catch (IOException e) {
      throw failedWrite(bytes.position() - first, e);
    } finally {
      writing.give();
    }
  }

  @Override
  public void write(ByteBuffer... sources) throws IOException {
    takeTurnToWrite();
    long remaining = remaining(sources);
    try {
      requireOutput();
      writeAll(sources);
    } catch (IOException e) {
      throw failedWrite(remaining - remaining(sources), e);
    } finally {
      writing.give();
    }
  }

  private static long remaining(ByteBuffer[] sources) {
    long remaining = 0;
    for (ByteBuffer source : sources) {
      remaining += source.remaining();
    }
    return remaining;
  }

  private void writeAll(ByteBuffer[] sources) throws IOException {
    int first = indexOfBytes(sources, 0);
    while (first < sources.length) {
      handle.write(sources, first);
      first = indexOfBytes(sources, first);
      if (first < sources.length) {
        Waiting.check(); // with a fast peer the loop never parks, and only parking checks deadlines
      }
    }
  }

  /** Returns the index of the next buffer that is not empty, or the number of buffers. */
  private static int indexOfBytes(ByteBuffer[] sources, int from) {
    int index = from;
    while (index < sources.length && !sources[index].hasRemaining()) {
      index++;
    }
    return index;
  }

  private void takeTurnToWrite() throws IOException {
    try {
      Waiting.check();
      writing.take();
    } catch (IOException e) {
      throw describe("write", e);
    }
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      handle.write(bytes);
      if (bytes.hasRemaining()) {
        Waiting.check(); // with a fast peer, the loop never parks, and so never checks deadlines
      }
    }
  }

  private IOException failedWrite(long transferred, IOException cause) {
    return switch (cause) {
      case OutputBrokenException e -> e;
      case FileError e -> e.ofFile();
      case DeadlineExceededException e -> stoppedWrite(transferred, "timed out", e);
      case OperationInterruptedException e -> stoppedWrite(transferred, "was interrupted", e);
      default -> describe("write", cause);
    };
  }

  /**
   * Makes later writes fail if bytes were transferred. In that case the peer may have received only
   * a part of a message, and would take the bytes of the next message for the rest of it.
   */
  private IOException stoppedWrite(long transferred, String how, IOException cause) {
    if (transferred > 0) {
      outputBroken = "an earlier write " + how + " after " + transferred + " bytes";
    }
    IOException described = describe("write", cause);
    if (described instanceof InterruptedIOException stopped) {
      stopped.bytesTransferred = Math.clamp(transferred, 0, Integer.MAX_VALUE);
    }
    return described;
  }

  @Override
  public long transferFrom(FileRange range) throws IOException {
    takeTurnToWrite();
    long first = range.position();
    try {
      requireOutput();
      ((ChannelRange) range).requireReadable();
      if (!handle.transferFrom(range)) {
        FileCopy.send(range, this::writePiece);
      }
      return range.position() - first;
    } catch (IOException e) {
      throw failedWrite(range.position() - first, e);
    } finally {
      writing.give();
    }
  }

  /**
   * Writes one piece of a file. Checks the deadline first, because with a fast peer the write never
   * parks.
   */
  private void writePiece(ByteBuffer bytes) throws IOException {
    Waiting.check();
    writeAll(bytes);
  }

  @Override
  public long transferTo(FileRange range) throws IOException {
    ((ChannelRange) range).requireSpace();
    enterRead();
    long first = range.position();
    try {
      Waiting.check();
      nothing();
      ((ChannelRange) range).requireWritable();
      if (!handle.transferTo(range)) {
        FileCopy.receive(this::readPiece, range);
      }
      return range.position() - first;
    } catch (FileError e) {
      throw e.ofFile();
    } catch (IOException e) {
      throw describe("read", e);
    } finally {
      reader.set(null);
    }
  }

  private int readPiece(ByteBuffer target) throws IOException {
    Waiting.check();
    return handle.read(target);
  }

  @Override
  public int tryWrite(ByteBuffer bytes) throws IOException {
    if (!writing.tryTake()) {
      return 0;
    }
    try {
      requireOutput();
      return bytes.hasRemaining() ? handle.tryWrite(bytes) : 0;
    } catch (OutputBrokenException e) {
      throw e;
    } catch (IOException e) {
      throw describe("write", e);
    } finally {
      writing.give();
    }
  }

  private void requireOutput() throws IOException {
    nothing();
    String broken = outputBroken;
    if (broken != null) {
      throw new OutputBrokenException(new Failure("write", local(), remote(), broken));
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    try {
      writing.take();
      try {
        nothing();
        outputBroken = "the output was shut down";
        handle.shutdownOutput();
      } finally {
        writing.give();
      }
    } catch (IOException e) {
      throw describe("shutdown", e);
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    try {
      nothing();
      handle.shutdownInput();
    } catch (IOException e) {
      throw describe("shutdown", e);
    }
  }

  @Override
  public void close() {
    owned.close(handle::close);
  }

  @Override
  public void abort() {
    owned.close(handle::abort);
  }

  @Override
  public boolean isOpen() {
    return owned.isOpen();
  }

  @Override
  public Address local() {
    return handle.local();
  }

  @Override
  public Address remote() {
    return handle.remote();
  }

  @Override
  public ConnectionOptions options() {
    return new DescribedOptions(handle.options(), local());
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return handle.onReady(interest, wake);
  }

  @Override
  public PeerState peerState() {
    return isOpen() ? handle.peerState() : PeerState.UNKNOWN;
  }

  @Override
  public OptionalLong unacknowledgedBytes() throws IOException {
    try {
      nothing();
      return handle.unacknowledgedBytes();
    } catch (IOException e) {
      throw describe("write", e);
    }
  }

  @Override
  public Registration onPeerHangup(Runnable wake) {
    return handle.onPeerHangup(wake);
  }

  @Override
  public synchronized Source source() {
    Source current = source;
    if (current == null) {
      current = new BufferedSource(this);
      source = current;
    }
    return current;
  }

  @Override
  public synchronized Sink sink() {
    Sink current = sink;
    if (current == null) {
      current = new ConnectionSink(this);
      sink = current;
    }
    return current;
  }

  private IOException describe(String operation, IOException cause) {
    return ErrorTranslation.describe(operation, local(), remote(), cause);
  }

  @Override
  public String toString() {
    return between(handle);
  }

  private static String between(StreamHandle handle) {
    return "connection " + handle.local() + " to " + handle.remote();
  }
}
