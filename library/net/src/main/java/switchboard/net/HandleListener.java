package switchboard.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.Waiting;

/** The listener over any engine's listening socket. */
final class HandleListener implements Listener {
  private final ListenerHandle handle;
  private final Turn accepting = new Turn();
  private final Owned owned;

  HandleListener(ListenerHandle handle) {
    this.handle = handle;
    this.owned = new Owned(this, handle, () -> "listener " + handle.local());
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
      throw Errors.describe("accept", local(), null, e);
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
      throw Errors.describe("accept", local(), null, e);
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
  public LiveOptions options() {
    return new DescribedOptions(handle.options(), local());
  }

  @Override
  public Watch onReady(Interest interest, Runnable wake) {
    return handle.onReady(interest, wake);
  }

  @Override
  public String toString() {
    return "listener " + local();
  }
}
