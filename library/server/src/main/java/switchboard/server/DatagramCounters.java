package switchboard.server;

import java.util.concurrent.atomic.LongAdder;

/** What a {@link DatagramServer} has counted since it started. Any thread. */
public final class DatagramCounters {
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder errors = new LongAdder();

  DatagramCounters() {}

  /** Messages that came. What the kernel dropped before is not known here. */
  public long received() {
    return received.sum();
  }

  /** Messages that were sent: answers, and what was said unasked. */
  public long sent() {
    return sent.sum();
  }

  /** Messages that came and were lost because the service threw. */
  public long failed() {
    return failed.sum();
  }

  /** How often receiving failed; the network may refuse one message or another. */
  public long errors() {
    return errors.sum();
  }

  public void countReceived() {
    received.increment();
  }

  void countSent() {
    sent.increment();
  }

  public void countFailed() {
    failed.increment();
  }

  public void countError() {
    errors.increment();
  }

  @Override
  public String toString() {
    return "received " + received + ", sent " + sent + ", failed " + failed + ", errors " + errors;
  }
}
