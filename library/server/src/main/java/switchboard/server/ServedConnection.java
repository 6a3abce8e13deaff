package switchboard.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.FileRange;
import switchboard.net.Interest;
import switchboard.net.LiveOptions;
import switchboard.net.Sink;
import switchboard.net.Source;
import switchboard.net.spi.Wakes;

/**
 * The connection that a service sees: it notes that something moves, and lets the server end the
 * input while the service is blocked in it, without touching the socket.
 *
 * <p>Between messages means: everything that was read has been answered by a write since, and the
 * source holds nothing. That is so for a caller who has said nothing yet, and after each answer of
 * a request-response protocol; a service that leaves a message unanswered says so ({@link
 * Call#answered}).
 */
final class ServedConnection implements Connection {
  private final Connection below;
  private final Call call;

  private final Flow writes = new Flow();

  /** Files that are filled; other reads are short. */
  private final Flow fills = new Flow();

  private volatile long readBytes;

  private volatile boolean heard;
  private volatile boolean unanswered;
  private volatile boolean inputEnded;

  /** The limit of the read that is blocked now: expiring it wakes the reader. */
  private final AtomicReference<@Nullable Deadline> reading = new AtomicReference<>();

  /** Those who select until there is something to read; made when first wanted. */
  private volatile @Nullable Wakes selecting;

  private @Nullable Source source; // guarded by this
  private @Nullable Sink sink; // guarded by this

  ServedConnection(Connection below, Call call) {
    this.below = below;
    this.call = call;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return below.read(target);
    }
    while (true) {
      awaitReadable();
      int count = tryRead(target);
      if (count != 0) {
        return count;
      }
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread reads
  public int tryRead(ByteBuffer target) throws IOException {
    call.requireNotEnded();
    if (inputIsOver()) {
      return -1;
    }
    int count = below.tryRead(target);
    if (count > 0) {
      heard = true;
      unanswered = true;
      readBytes += count; // by the one reader alone
    }
    return count;
  }

  @Override
  public void awaitReadable() throws IOException {
    blockIn(below::awaitReadable);
  }

  /** What a reader blocks in. */
  private interface Blocking {
    void run() throws IOException;
  }

  /** Blocks in {@code read}, out of which the server may call the reader to look again. */
  private void blockIn(Blocking read) throws IOException {
    Deadline own = Deadline.current();
    try (Deadline limit = Deadline.never()) {
      if (!reading.compareAndSet(null, limit)) {
        throw new IllegalStateException("two threads read " + below + " at once");
      }
      blockIn(read, own);
    }
  }

  private void blockIn(Blocking read, @Nullable Deadline own) throws IOException {
    try {
      call.requireNotEnded(); // after setting the limit: who ends the input does it the other way
      if (!inputIsOver()) {
        read.run();
      }
    } catch (DeadlineExceededException e) {
      call.requireNotEnded();
      if (own != null && own.expired() && !inputIsOver()) {
        throw e; // else it was a hint to look again
      }
    } finally {
      reading.set(null);
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    Flow.Piece piece = writes.begin(bytes);
    try {
      below.write(bytes);
    } finally {
      writes.end(piece);
    }
    answered();
  }

  @Override
  public void write(ByteBuffer... sources) throws IOException {
    Flow.Piece piece = writes.begin(sources);
    try {
      below.write(sources);
    } finally {
      writes.end(piece);
    }
    answered();
  }

  @Override
  public long transferFrom(FileRange range) throws IOException {
    Flow.Piece piece = writes.begin(range);
    try {
      return below.transferFrom(range);
    } finally {
      writes.end(piece);
      answered();
    }
  }

  /** As a read does, this finds the end when the server ends the input meanwhile. */
  @Override
  public long transferTo(FileRange range) throws IOException {
    Flow.Piece piece = fills.begin(range);
    try {
      return fill(range);
    } finally {
      fills.end(piece);
    }
  }

  private long fill(FileRange range) throws IOException {
    long first = range.position();
    var done = new AtomicBoolean();
    do {
      blockIn(() -> {
        try {
          below.transferTo(range);
          done.set(true);
        } finally {
          unanswered |= range.position() > first;
        }
      });
    } while (!done.get() && !inputIsOver());
    return range.position() - first;
  }

  @Override
  public int tryWrite(ByteBuffer bytes) throws IOException {
    int count = below.tryWrite(bytes);
    if (count > 0) {
      writes.moved(count);
      answered();
    }
    return count;
  }

  void answered() {
    unanswered = false;
    if (call.draining()) {
      wakeReader();
    }
  }

  /**
   * Whether the reader gets no more. Decided by himself when he reads: nobody else knows whether
   * the source holds the beginning of a message, or a read has just brought one.
   */
  private boolean inputIsOver() {
    return inputEnded || (call.draining() && !unanswered && !sourceHoldsBytes());
  }

  private synchronized boolean sourceHoldsBytes() {
    return source != null && source.buffered() > 0;
  }

  /** Changes whenever a byte moves, either way. */
  long activity() {
    return bytesRead() + bytesWritten();
  }

  /** How many bytes have come, into files too. */
  long bytesRead() {
    return readBytes + fills.gone();
  }

  /** How many bytes have gone to the system. */
  long bytesWritten() {
    return writes.gone();
  }

  /** Whether the caller has said anything. */
  boolean heard() {
    return heard || fills.gone() > 0;
  }

  /** Whether the service is at work, and neither reads, writes nor selects. */
  boolean isBusy() {
    Wakes waiting = selecting;
    return reading.get() == null && !writes.areOpen() && (waiting == null || waiting.isEmpty());
  }

  void abortIfWriting() {
    if (writes.areOpen()) {
      abort();
    }
  }

  /** The service has returned; a helper of its own may still read. */
  void endInput() {
    inputEnded = true;
    wakeReader();
  }

  /** Makes whoever is blocked until there is something to read look again. */
  void wakeReader() {
    Deadline blocked = reading.get();
    if (blocked != null) {
      blocked.expireNow();
    }
    Wakes waiting = selecting;
    if (waiting != null) {
      waiting.fire();
    }
  }

  @Override
  public synchronized Source source() {
    Source current = source;
    if (current == null) {
      current = new Source(this);
      source = current;
    }
    return current;
  }

  @Override
  public synchronized Sink sink() {
    Sink current = sink;
    if (current == null) {
      current = new Sink(this);
      sink = current;
    }
    return current;
  }

  /** Parting reads from the socket itself, also after the input was ended. */
  Connection below() {
    return below;
  }

  @Override
  public void shutdownOutput() throws IOException {
    below.shutdownOutput();
  }

  /** Only for the service: parting still takes what comes, so that no reset destroys an answer. */
  @Override
  public void shutdownInput() throws IOException {
    endInput();
  }

  @Override
  public void close() {
    below.close();
  }

  @Override
  public void abort() {
    below.abort();
  }

  @Override
  public boolean isOpen() {
    return below.isOpen();
  }

  @Override
  public Address local() {
    return below.local();
  }

  @Override
  public Address remote() {
    return below.remote();
  }

  @Override
  public LiveOptions options() {
    return below.options();
  }

  @Override
  public Watch onReady(Interest interest, Runnable wake) {
    if (interest == Interest.WRITE) {
      return below.onReady(interest, wake);
    }
    var told = new AtomicBoolean();
    Runnable once =
        () -> {
          if (told.compareAndSet(false, true)) {
            wake.run();
          }
        };
    Watch ended = selecting().add(once);
    Runnable ready =
        () -> {
          ended.cancel(); // who was told does not select any more
          once.run();
        };
    Watch readable = below.onReady(interest, ready);
    if (inputIsOver() || call.isEnded()) {
      ready.run(); // first the wish, then the look: who ends the input does it the other way round
    }
    return new Watch() {
      @Override
      public void cancel() {
        ended.cancel();
        readable.cancel();
      }

      @Override
      public void settle() {
        readable.settle();
      }
    };
  }

  private synchronized Wakes selecting() {
    Wakes current = selecting;
    if (current == null) {
      current = new Wakes();
      selecting = current;
    }
    return current;
  }

  @Override
  public String toString() {
    return below.toString();
  }
}
