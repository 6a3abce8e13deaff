package switchboard.testkit.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.Ticker;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.Waiting;
import switchboard.net.spi.support.WakeList;

/** Adds faults to the stream of another engine. Safe for use by several threads. */
public final class FaultyStream implements StreamHandle {
  private enum State {
    WELL,
    SILENT,
    RESET,
    CLOSED
  }

  private final StreamHandle below;
  private final FaultDice reading;
  private final FaultDice writing;
  private final WakeList changes = new WakeList();
  private final Set<Thread> delayed = ConcurrentHashMap.newKeySet();
  private volatile boolean inputShut;
  private State state = State.WELL; // guarded by this

  public FaultyStream(StreamHandle below, FaultDice reading, FaultDice writing) {
    this.below = below;
    this.reading = reading;
    this.writing = writing;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    strike(reading);
    delay(reading);
    if (isSilent()) {
      return awaitClose();
    }
    return limited(target, reading.piece(FaultPlan.Kind.SHORT_READ, target), below::read);
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    strike(reading);
    if (isSilent()) {
      return inputShut ? -1 : 0;
    }
    return limited(target, reading.piece(FaultPlan.Kind.SHORT_READ, target), below::tryRead);
  }

  @Override
  public void awaitReadable() throws IOException {
    requireWell();
    if (isSilent()) {
      awaitClose();
      return;
    }
    try {
      below.awaitReadable();
    } catch (SystemError e) {
      throw explained(e);
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    strike(writing);
    delay(writing);
    return isSilent()
        ? swallow(source)
        : limited(source, writing.piece(FaultPlan.Kind.SHORT_WRITE, source), below::write);
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    strike(writing);
    return isSilent()
        ? swallow(source)
        : limited(source, writing.piece(FaultPlan.Kind.SHORT_WRITE, source), below::tryWrite);
  }

  private static int swallow(ByteBuffer source) {
    int count = source.remaining();
    source.position(source.limit());
    return count;
  }

  /**
   * Blocks until this side closes the connection or shuts down its input, because an unreachable
   * peer sends neither bytes nor EOF.
   */
  private int awaitClose() throws IOException {
    changes.await(() -> inputShut || !isSilent());
    requireWell();
    return -1;
  }

  private interface Transfer {
    int of(ByteBuffer buffer) throws IOException;
  }

  /** Transfers at most {@code count} bytes. */
  private int limited(ByteBuffer buffer, int count, Transfer transfer) throws IOException {
    int limit = buffer.limit();
    buffer.limit(buffer.position() + count);
    try {
      return transfer.of(buffer);
    } catch (SystemError e) {
      throw explained(e);
    } finally {
      buffer.limit(limit);
    }
  }

  /** Decides whether the connection is reset or becomes silent before this call. */
  private void strike(FaultDice chance) throws IOException {
    boolean reset = chance.strikes(FaultPlan.Kind.RESET);
    boolean silent = chance.strikes(FaultPlan.Kind.SILENCE);
    boolean strikes;
    synchronized (this) {
      strikes = state == State.WELL && (reset || silent);
      if (strikes) {
        state = reset ? State.RESET : State.SILENT;
      }
    }
    if (strikes && reset) {
      below.abort();
    }
    if (strikes) {
      wakeAll();
    }
    requireWell();
  }

  private void requireWell() throws SystemError {
    switch (state()) {
      case RESET -> throw lost();
      case CLOSED -> throw SystemError.closed();
      case WELL, SILENT -> {}
    }
  }

  private static SystemError lost() {
    return new SystemError(SystemError.Kind.LOST, "Connection reset by peer", "ECONNRESET");
  }

  /**
   * Returns the simulated reset instead of the error that the abort of the underlying stream
   * caused.
   */
  private SystemError explained(SystemError cause) {
    return state() == State.RESET ? lost() : cause;
  }

  private void delay(FaultDice chance) throws IOException {
    long nanos = chance.delayNanos();
    if (nanos == 0) {
      return;
    }
    Ticker ticker = Ticker.current();
    long end = ticker.nanos() + nanos;
    delayed.add(Thread.currentThread());
    try {
      for (long left = nanos; left > 0; left = end - ticker.nanos()) {
        requireWell();
        Waiting.park(this, left);
      }
    } finally {
      delayed.remove(Thread.currentThread());
    }
    requireWell();
  }

  private void wakeAll() {
    delayed.forEach(LockSupport::unpark);
    changes.fire();
  }

  private synchronized State state() {
    return state;
  }

  private boolean isSilent() {
    return state() == State.SILENT;
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (state() == State.WELL) {
      below.shutdownOutput();
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    inputShut = true;
    if (state() == State.WELL) {
      below.shutdownInput();
    }
    wakeAll();
  }

  @Override
  public void close() throws IOException {
    end();
    below.close();
  }

  @Override
  public void abort() throws IOException {
    end();
    below.abort();
  }

  private void end() {
    synchronized (this) {
      state = State.CLOSED;
    }
    wakeAll();
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    if (state() == State.WELL) {
      return below.onReady(interest, wake);
    }
    Registration watch = changes.add(wake);
    if (interest == Interest.WRITE || inputShut || !isSilent()) {
      changes.fire();
    }
    return watch;
  }

  @Override
  public ConnectionOptions options() {
    return below.options();
  }

  @Override
  public Address local() {
    return below.local();
  }

  @Override
  public Address remote() {
    return below.remote();
  }
}
