package switchboard.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import switchboard.server.internal.ActiveCalls;

/** What a server has counted since it started. Any thread. */
public final class Counters {
  private final LongAdder accepted = new LongAdder();
  private final LongAdder outOfDescriptors = new LongAdder();
  private final LongAdder overloads = new LongAdder();
  private final LongAdder slowHandlers = new LongAdder();
  private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);
  private final ActiveCalls calls;

  private long readBytes; // guarded by this, like the next: of calls that have ended
  private long writtenBytes;

  Counters(ActiveCalls calls) {
    this.calls = calls;
    for (CloseReason reason : CloseReason.values()) {
      closed.put(reason, new LongAdder());
    }
  }

  /** Connections that were accepted, refused ones included. */
  public long accepted() {
    return accepted.sum();
  }

  /** Connections that have ended for {@code reason}. */
  public long closed(CloseReason reason) {
    return adder(reason).sum();
  }

  /** Connections that have ended. */
  public long closed() {
    return closed.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Connections that are open now. */
  public long active() {
    return Math.max(0, accepted() - closed());
  }

  /** Bytes that handlers have got from their callers, those of calls that go on included. */
  public synchronized long bytesRead() {
    long[] sum = {readBytes};
    calls.forEach(call -> sum[0] += call.isCounted() ? 0 : call.bytesRead());
    return sum[0];
  }

  /** Bytes that handlers have given to the system for their callers, as for reading. */
  public synchronized long bytesWritten() {
    long[] sum = {writtenBytes};
    calls.forEach(call -> sum[0] += call.isCounted() ? 0 : call.bytesWritten());
    return sum[0];
  }

  /** How often there was no file descriptor for a caller. */
  public long outOfDescriptors() {
    return outOfDescriptors.sum();
  }

  /** How often a caller found no room, and waited or was refused. */
  public long overloads() {
    return overloads.sum();
  }

  /** How often a service was busy for too long. */
  public long slowHandlers() {
    return slowHandlers.sum();
  }

  void countAccepted() {
    accepted.increment();
  }

  void countClosed(CloseReason reason) {
    adder(reason).increment();
  }

  /** Counts a call that has ended, and what it has moved. */
  void countClosed(Call call, CloseReason reason) {
    synchronized (this) {
      readBytes += call.bytesRead();
      writtenBytes += call.bytesWritten();
      call.setCounted();
    }
    countClosed(reason);
  }

  public void countOutOfDescriptors() {
    outOfDescriptors.increment();
  }

  void countOverload() {
    overloads.increment();
  }

  public void countSlowHandler() {
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
