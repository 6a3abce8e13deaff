package switchboard.server.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import switchboard.server.CloseReason;
import switchboard.server.Counters;

/** Implementation of {@link Counters}. */
public final class ServerCounters implements Counters {
  private final LongAdder accepted = new LongAdder();
  private final LongAdder outOfDescriptors = new LongAdder();
  private final LongAdder overloads = new LongAdder();
  private final LongAdder slowHandlers = new LongAdder();
  private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);
  private final ActiveCalls calls;

  /** The bytes of the calls that have ended; guarded by this. */
  private long readBytes;

  private long writtenBytes; // guarded by this

  ServerCounters(ActiveCalls calls) {
    this.calls = calls;
    for (CloseReason reason : CloseReason.values()) {
      closed.put(reason, new LongAdder());
    }
  }

  @Override
  public long accepted() {
    return accepted.sum();
  }

  @Override
  public long closed(CloseReason reason) {
    return adder(reason).sum();
  }

  @Override
  public long closed() {
    return closed.values().stream().mapToLong(LongAdder::sum).sum();
  }

  @Override
  public long active() {
    return Math.max(0, accepted() - closed());
  }

  @Override
  public synchronized long bytesRead() {
    long[] sum = {readBytes};
    calls.forEach(call -> sum[0] += call.isCounted() ? 0 : call.bytesRead());
    return sum[0];
  }

  @Override
  public synchronized long bytesWritten() {
    long[] sum = {writtenBytes};
    calls.forEach(call -> sum[0] += call.isCounted() ? 0 : call.bytesWritten());
    return sum[0];
  }

  @Override
  public long outOfDescriptors() {
    return outOfDescriptors.sum();
  }

  @Override
  public long overloads() {
    return overloads.sum();
  }

  @Override
  public long slowHandlers() {
    return slowHandlers.sum();
  }

  void countAccepted() {
    accepted.increment();
  }

  void countClosed(CloseReason reason) {
    adder(reason).increment();
  }

  /** Counts a call that has ended, and adds its bytes to the totals. */
  void countClosed(ServedCall call, CloseReason reason) {
    synchronized (this) {
      readBytes += call.bytesRead();
      writtenBytes += call.bytesWritten();
      call.setCounted();
    }
    countClosed(reason);
  }

  void countOutOfDescriptors() {
    outOfDescriptors.increment();
  }

  void countOverload() {
    overloads.increment();
  }

  void countSlowHandler() {
    slowHandlers.increment();
  }

  private LongAdder adder(CloseReason reason) {
    LongAdder adder = closed.get(reason);
    if (adder == null) {
      throw new AssertionError(reason);
    }
    return adder;
  }

  @Override
  public String toString() {
    return "accepted " + accepted() + ", active " + active() + ", closed " + closed;
  }
}
