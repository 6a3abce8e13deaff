package switchboard.net.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Interest;
import switchboard.net.OperationInterruptedException;
import switchboard.net.PendingConnect;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.Waiting;

/**
 * The implementation of {@link PendingConnect} over the handle of any engine. Stores the exception
 * of a failed connect, so that each later call throws it, too.
 */
public final class HandlePendingConnect implements PendingConnect {
  private enum State {
    PENDING,
    DONE,
    FAILED,
    CLOSED
  }

  private final ConnectHandle handle;
  private final Address remote;
  private final HandleOwner owned;
  private final FifoLock deciding = new FifoLock();
  private volatile State state = State.PENDING;
  private @Nullable IOException failure; // guarded by deciding

  /**
   * The stream, if the connect has succeeded and no call has returned the connection yet. Written
   * with {@link #deciding} held. Volatile, because {@link #close} writes the state and then reads
   * this field, while {@link #look} writes this field and then reads the state. This order ensures
   * that at least one of the two methods sees what the other has written; otherwise no method would
   * close the stream.
   */
  private volatile @Nullable StreamHandle ready;

  public HandlePendingConnect(ConnectHandle handle, Address remote) {
    this.handle = handle;
    this.remote = remote;
    this.owned = new HandleOwner(this, handle, () -> "pending connect to " + remote);
  }

  @Override
  public @Nullable Connection finishConnect() throws IOException {
    if (!deciding.tryTake()) {
      return null;
    }
    try {
      look();
      StreamHandle stream = ready;
      return stream == null ? null : handOut(stream);
    } finally {
      deciding.give();
    }
  }

  @Override
  public Connection awaitConnect() throws IOException {
    try {
      Waiting.check();
      deciding.take();
    } catch (IOException e) {
      throw ErrorTranslation.describe("connect", null, remote, e);
    }
    try {
      look();
      StreamHandle stream = ready;
      return handOut(stream == null ? handle.finish() : stream);
    } catch (DeadlineExceededException | OperationInterruptedException e) {
      // still in progress: the caller may call this method again
      throw ErrorTranslation.describe("connect", null, remote, e);
    } catch (SystemError e) {
      throw fail(e);
    } finally {
      deciding.give();
    }
  }

  /** Asks the engine once for the result of the connect, unless the result is already known. */
  private void look() throws IOException {
    IOException known = failure;
    if (known != null) {
      throw known;
    }
    State now = state; // read once, because another thread may close this meanwhile
    if (now == State.CLOSED) {
      throw ErrorTranslation.describe("connect", null, remote, SystemError.closed());
    }
    if (now != State.PENDING) {
      throw new IllegalStateException("the connect to " + remote + " is already complete");
    }
    if (ready == null) {
      try {
        ready = handle.tryFinish();
      } catch (IOException e) {
        throw fail(e);
      }
      closeUnclaimed();
    }
  }

  /**
   * Closes the stream if {@link #close} was called during {@link #look}, before {@code look} had
   * stored the stream.
   */
  private void closeUnclaimed() throws IOException {
    StreamHandle unclaimed = ready;
    if (unclaimed != null && state == State.CLOSED) {
      ready = null;
      HandleOwner.quietly(unclaimed::close);
      throw ErrorTranslation.describe("connect", null, remote, SystemError.closed());
    }
  }

  private Connection handOut(StreamHandle stream) {
    ready = null;
    state = State.DONE;
    owned.handOver();
    return new StreamConnection(stream);
  }

  private IOException fail(IOException cause) {
    IOException described = ErrorTranslation.describe("connect", null, remote, cause);
    failure = described;
    state = State.FAILED;
    owned.close(handle::close);
    return described;
  }

  @Override
  public boolean isBroken() {
    if (state == State.PENDING && deciding.tryTake()) {
      try {
        if (state == State.PENDING) { // another thread may have completed or closed it
          look();
        }
      } catch (IOException kept) {
        return true;
      } finally {
        deciding.give();
      }
    }
    return state == State.FAILED || state == State.CLOSED;
  }

  @Override
  public void close() {
    if (state == State.PENDING) {
      state = State.CLOSED;
      owned.close(handle::close);
      StreamHandle unclaimed = ready;
      if (unclaimed != null) {
        HandleOwner.quietly(unclaimed::close);
      }
    }
  }

  @Override
  public Address remote() {
    return remote;
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    if (ready != null || state != State.PENDING) {
      wake.run();
      return () -> {};
    }
    return handle.onReady(Interest.WRITE, wake);
  }

  @Override
  public String toString() {
    return "pending connect to " + remote;
  }
}
