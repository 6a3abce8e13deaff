package switchboard.server.internal.datagram;

import java.util.concurrent.atomic.LongAdder;
import switchboard.server.DatagramCounters;

/** Implementation of {@link DatagramCounters}. */
public final class DatagramServerCounters implements DatagramCounters {
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder errors = new LongAdder();

  DatagramServerCounters() {}

  @Override
  public long received() {
    return received.sum();
  }

  @Override
  public long sent() {
    return sent.sum();
  }

  @Override
  public long failed() {
    return failed.sum();
  }

  @Override
  public long errors() {
    return errors.sum();
  }

  void countReceived() {
    received.increment();
  }

  void countSent() {
    sent.increment();
  }

  void countFailed() {
    failed.increment();
  }

  void countError() {
    errors.increment();
  }

  @Override
  public String toString() {
    return "received " + received + ", sent " + sent + ", failed " + failed + ", errors " + errors;
  }
}
