package switchboard.net.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Listener;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.support.Waiting;

/** The implementation of {@link Listener} over the handle of any engine. */
public final class HandleListener implements Listener {
  private final ListenerHandle handle;
  private final FifoLock accepting = new FifoLock();
  private final HandleOwner owned;

  public HandleListener(ListenerHandle handle) {
    this.handle = handle;
    this.owned = new HandleOwner(this, handle, () -> "listener " + handle.local());
  }

  @Override
  public Connection accept() throws IOException {
    try {
      Waiting.check();
      accepting.take();
      try {
        return new StreamConnection(handle.accept());
      } finally {
        accepting.give();
      }
    } catch (IOException e) {
      throw ErrorTranslation.describe("accept", local(), null, e);
    }
  }

  @Override
  public @Nullable Connection tryAccept() throws IOException {
    if (!accepting.tryTake()) {
      return null;
    }
    try {
      StreamHandle caller = handle.tryAccept();
      return caller == null ? null : new StreamConnection(caller);
    } catch (IOException e) {
      throw ErrorTranslation.describe("accept", local(), null, e);
    } finally {
      accepting.give();
    }
  }

  @Override
  public void close() {
    owned.close(handle::close);
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
  public ConnectionOptions options() {
    return new DescribedOptions(handle.options(), local());
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return handle.onReady(interest, wake);
  }

  @Override
  public String toString() {
    return "listener " + local();
  }
}
