package switchboard.server.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionOptions;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.FileRange;
import switchboard.net.Interest;
import switchboard.net.PeerState;
import switchboard.net.Sink;
import switchboard.net.SocketClosedException;
import switchboard.net.Source;
import switchboard.net.internal.SlowConsumer;
import switchboard.net.spi.support.WakeList;
import switchboard.server.DrainingException;

/**
 * The connection that a handler sees: it notes what moves, and lets the server end the input while
 * the handler is blocked in it, without touching the socket.
 *
 * <p>Where a message ends is not inferred from reads and writes: the handler says so, or {@code
 * Frames} for it, and every byte that is read afterwards belongs to a message that has begun.
 */
public final class ServedConnection implements Connection, SlowConsumer {
  private final Connection below;
  private final ServedCall call;

  private final Traffic writes = new Traffic();

  /** Files that are filled; other reads are short. */
  private final Traffic fills = new Traffic();

  private volatile long readBytes;

  private volatile boolean heard;

  /** Whether every byte that was read belongs to a complete message. */
  private volatile boolean betweenMessages;

  private volatile boolean inputEnded;

  /** The limit of the read that is blocked now: expiring it wakes the reader. */
  private final AtomicReference<@Nullable Deadline> reading = new AtomicReference<>();

  /** Those who select until there is something to read; made when first wanted. */
  private volatile @Nullable WakeList selecting;

  private volatile @Nullable Source source; // written under this lock
  private @Nullable Sink sink; // guarded by this

  public ServedConnection(Connection below, ServedCall call) {
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
    if (inputEnded) {
      return -1;
    }
    requireNotDrained();
    int count = below.tryRead(target);
    if (count > 0) {
      noteHeard();
      readBytes += count; // by the one reader alone
    }
    return count;
  }

  /** Writes nothing that stands there already: that costs more than the look. */
  private void noteHeard() {
    if (!heard) {
      heard = true;
    }
    if (betweenMessages) {
      betweenMessages = false;
    }
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
      if (!inputEnded) {
        requireNotDrained();
        read.run();
      }
    } catch (DeadlineExceededException e) {
      call.requireNotEnded();
      if (!inputEnded) {
        requireNotDrained();
        if (own != null && own.expired()) {
          throw e; // else it was a hint to look again
        }
      }
    } catch (SocketClosedException e) {
      call.requireNotEnded(); // which says why it was closed
      throw e;
    } finally {
      reading.set(null);
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    Traffic.Piece piece = writes.begin(bytes);
    try {
      below.write(bytes);
    } finally {
      writes.end(piece);
    }
  }

  @Override
  public void write(ByteBuffer... sources) throws IOException {
    Traffic.Piece piece = writes.begin(sources);
    try {
      below.write(sources);
    } finally {
      writes.end(piece);
    }
  }

  @Override
  public long transferFrom(FileRange range) throws IOException {
    Traffic.Piece piece = writes.begin(range);
    try {
      return below.transferFrom(range);
    } finally {
      writes.end(piece);
    }
  }

  @Override
  public long transferTo(FileRange range) throws IOException {
    Traffic.Piece piece = fills.begin(range);
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
          if (range.position() > first) {
            betweenMessages = false;
          }
        }
      });
    } while (!done.get() && !inputEnded);
    return range.position() - first;
  }

  @Override
  public int tryWrite(ByteBuffer bytes) throws IOException {
    int count = below.tryWrite(bytes);
    if (count > 0) {
      writes.moved(count);
    }
    return count;
  }

  @Override
  public void messageComplete() {
    boolean between = !sourceHoldsBytes();
    if (betweenMessages != between) { // a write that others must see costs more than the look
      betweenMessages = between;
    }
    if (call.isDraining()) {
      wakeReader();
    }
  }

  /**
   * Fails if the drain of the server has ended the input. Decided by the thread that reads: no
   * other knows whether the source holds the beginning of a message.
   */
  private void requireNotDrained() throws DrainingException {
    if (isDrained()) {
      throw new DrainingException(toString());
    }
  }

  private boolean isDrained() {
    return call.isDraining()
        && switch (call.drainPolicy()) {
          case BETWEEN_MESSAGES -> betweenMessages && !sourceHoldsBytes();
          case GRACE_PERIOD -> false;
          case STOP_READING -> true;
        };
  }

  private boolean sourceHoldsBytes() {
    Source current = source;
    return current != null && current.buffered() > 0;
  }

  /** Changes whenever a byte moves, either way. */
  public long activity() {
    return bytesRead() + bytesWritten();
  }

  /** How many bytes have come, into files too. */
  public long bytesRead() {
    return readBytes + fills.gone();
  }

  /** How many bytes have gone to the system. */
  public long bytesWritten() {
    return writes.gone();
  }

  /** Whether the caller has said anything. */
  public boolean heard() {
    return heard || fills.gone() > 0;
  }

  /** Whether the service is at work, and neither reads, writes nor selects. */
  public boolean isBusy() {
    WakeList waiting = selecting;
    return reading.get() == null && !writes.areOpen() && (waiting == null || waiting.isEmpty());
  }

  @Override
  public void slowConsumer(String what) {
    call.slowConsumer(what);
  }

  public void abortIfWriting() {
    if (writes.areOpen()) {
      abort();
    }
  }

  /** The service has returned; a helper of its own may still read. */
  public void endInput() {
    inputEnded = true;
    wakeReader();
  }

  /** Makes whoever is blocked until there is something to read look again. */
  public void wakeReader() {
    Deadline blocked = reading.get();
    if (blocked != null) {
      blocked.expireNow();
    }
    WakeList waiting = selecting;
    if (waiting != null) {
      waiting.fire();
    }
  }

  @Override
  public synchronized Source source() {
    Source current = source;
    if (current == null) {
      current = Source.of(this);
      source = current;
    }
    return current;
  }

  @Override
  public synchronized Sink sink() {
    Sink current = sink;
    if (current == null) {
      current = Sink.of(this);
      sink = current;
    }
    return current;
  }

  /** Parting reads from the socket itself, also after the input was ended. */
  public Connection below() {
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
  public ConnectionOptions options() {
    return below.options();
  }

  @Override
  public PeerState peerState() {
    return below.peerState();
  }

  @Override
  public OptionalLong unacknowledgedBytes() throws IOException {
    return below.unacknowledgedBytes();
  }

  @Override
  public Registration onPeerHangup(Runnable wake) {
    return below.onPeerHangup(wake);
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
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
    Registration ended = selecting().add(once);
    Runnable ready =
        () -> {
          ended.cancel(); // who was told does not select any more
          once.run();
        };
    Registration readable = below.onReady(interest, ready);
    if (inputEnded || isDrained() || call.isEnded()) {
      ready.run(); // first the registration, then the look: the server does it the other way
    }
    return new Registration() {
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

  private synchronized WakeList selecting() {
    WakeList current = selecting;
    if (current == null) {
      current = new WakeList();
      selecting = current;
    }
    return current;
  }

  @Override
  public String toString() {
    return below.toString();
  }
}
