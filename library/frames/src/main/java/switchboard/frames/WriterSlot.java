package switchboard.frames;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import switchboard.net.spi.Wakes;

/**
 * Whose turn it is to use a sink: one thread's at a time. Waiting for it obeys deadlines and
 * interruption. Any thread.
 */
final class WriterSlot {
  private final AtomicBoolean taken = new AtomicBoolean();
  private final Wakes freed = new Wakes();

  boolean tryTake() {
    return taken.compareAndSet(false, true);
  }

  void take() throws IOException {
    if (!tryTake()) {
      freed.await(this::tryTake);
    }
  }

  void free() {
    taken.set(false);
    if (!freed.isEmpty()) {
      freed.fire();
    }
  }
}
