package switchboard.net.spi.support;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import switchboard.net.Interest;
import switchboard.net.spi.SystemError;

/** A socket of an engine without a kernel. The test reports that the socket is ready. */
final class ManualSocket extends ReadinessSocket<ManualSocket.ManualWatcher> {
  private final ManualWatcher manual;
  private volatile boolean closed;

  /** The result of {@link #isReady}. */
  volatile boolean ready;

  /** The number of times that an interest was armed. */
  final AtomicInteger armings = new AtomicInteger();

  private ManualSocket(EngineLoops<ManualWatcher> loops, ManualWatcher manual) {
    super(loops);
    this.manual = manual;
  }

  static ManualSocket edgeTriggered() throws SystemError {
    return over(new ManualWatcher(true));
  }

  static ManualSocket levelTriggered() throws SystemError {
    return over(new ManualWatcher(false));
  }

  private static ManualSocket over(ManualWatcher watcher) throws SystemError {
    return new ManualSocket(new EngineLoops<>(() -> watcher, (_, each) -> new Idle(each)), watcher);
  }

  /** A watcher that never reports readiness: the test does this instead. */
  static final class ManualWatcher implements Watcher {
    private final boolean edgeTriggered;
    private final AtomicLong looks = new AtomicLong();

    ManualWatcher(boolean edgeTriggered) {
      this.edgeTriggered = edgeTriggered;
    }

    @Override
    public boolean isEdgeTriggered() {
      return edgeTriggered;
    }

    @Override
    public long looks() {
      return looks.get();
    }

    @Override
    public void look(boolean wait) {}

    @Override
    public void wake() {}

    @Override
    public void close() {}
  }

  private static final class Idle extends Poller<ManualWatcher> {
    Idle(ManualWatcher watcher) {
      super(watcher);
    }

    @Override
    protected List<Thread> threads() {
      return List.of();
    }
  }

  /**
   * Reports {@code interest} in a new poll. Returns whether a thread or a registration was waiting
   * for it.
   */
  boolean report(Interest interest) {
    long _ = manual.looks.incrementAndGet();
    return fireInThisLook(interest);
  }

  /**
   * Reports {@code interest} in the current poll. Returns whether a thread or a registration was
   * waiting for it.
   */
  boolean fireInThisLook(Interest interest) {
    if (!manual.edgeTriggered) {
      return slot(interest).fire(manual.looks());
    }
    edge(interest);
    return true;
  }

  boolean isWanted(Interest interest) {
    return slot(interest).isWanted();
  }

  @Override
  protected void arm(Interest interest) {
    int _ = armings.incrementAndGet();
    slot(interest).setArmed(true);
  }

  @Override
  protected boolean isReady(Interest interest) {
    return ready;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    wakeAll();
  }

  @Override
  public void awaitFreed() {}
}
