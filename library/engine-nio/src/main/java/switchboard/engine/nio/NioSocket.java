package switchboard.engine.nio;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;
import switchboard.net.Interest;
import switchboard.net.spi.support.EngineLoops;
import switchboard.net.spi.support.InterestSlot;
import switchboard.net.spi.support.ReadinessSocket;

/**
 * A non-blocking channel, and its registration with a selector. The selector watches the channel
 * for the operations that threads wait for.
 */
final class NioSocket extends ReadinessSocket<SelectorWatcher> {
  private static final int READ_OPS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE_OPS = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final SelectableChannel channel;
  private volatile int writeOp = SelectionKey.OP_WRITE;
  private volatile boolean requested;
  private volatile boolean closed;

  /**
   * The operation that the selector watches for the write interest: connect or write. Only the
   * polling thread uses this field.
   */
  private int armedWriteOp;

  /** The key in the watcher's selector; written by the polling thread. */
  private volatile @Nullable SelectionKey key;

  NioSocket(SelectableChannel channel, EngineLoops<SelectorWatcher> loops) throws IOException {
    super(loops);
    this.channel = channel;
    channel.configureBlocking(false);
  }

  /**
   * Called when a connect is started. Until {@link #connected} is called, the write interest waits
   * for the end of the connect.
   */
  void connecting() {
    writeOp = SelectionKey.OP_CONNECT;
  }

  /**
   * Called when a connect has completed. From this call on, the write interest waits until the
   * channel is writable. The selector may still be watching for the end of the connect.
   */
  void connected() {
    writeOp = SelectionKey.OP_WRITE;
    if (requested) {
      request();
    }
  }

  @Override
  protected void arm(Interest interest) {
    request();
  }

  private void request() {
    requested = true;
    watcher().request(this);
  }

  /**
   * Returns whether the channel is ready. Polls a separate selector, because the thread that polls
   * the watcher's selector may not be running. If no selector can be opened, returns false.
   */
  @Override
  protected boolean isReady(Interest interest) {
    int operations = interest == Interest.READ ? READ_OPS : writeOp;
    try (Selector selector = Selector.open()) {
      channel.register(selector, channel.validOps() & operations);
      return selector.selectNow() > 0;
    } catch (IOException | CancelledKeyException noneOrClosed) {
      return false;
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /**
   * Closes the channel. If the channel is registered with a selector, its descriptor is closed at
   * the next poll of that selector.
   */
  @Override
  public void close() throws IOException {
    closed = true;
    try {
      channel.close();
    } finally {
      wakeAll();
      if (key != null) {
        watcher().wakeIfAsleep();
      }
    }
  }

  @Override
  public void awaitFreed() {
    if (key != null) {
      watcher().settle();
    }
  }

  /**
   * Registers the operations that threads wait for with the selector. Called by the polling thread.
   */
  void register(Selector selector) throws ClosedChannelException {
    InterestSlot write = slot(Interest.WRITE);
    if (armedWriteOp != writeOp) {
      write.setArmed(false);
    }
    SelectionKey current = key;
    if (current == null) {
      key = channel.register(selector, interest(), this);
    } else {
      watch(current);
    }
  }

  /** Handles the events that the selector has found. Called by the polling thread. */
  void fired(SelectionKey found) {
    int ready = found.readyOps();
    long look = watcher().looks();
    InterestSlot read = slot(Interest.READ);
    InterestSlot write = slot(Interest.WRITE);
    if ((ready & READ_OPS) != 0 && !read.fire(look)) {
      read.setArmed(false);
    }
    if ((ready & WRITE_OPS) != 0) {
      boolean _ = write.fire(look);
      write.setArmed(false); // the channel stays writable, so the selector would never block
    }
    watch(found);
  }

  private void watch(SelectionKey current) {
    int interest = interest();
    if (current.interestOps() != interest) {
      current.interestOps(interest);
    }
  }

  /**
   * Arms the interests that threads wait for, and returns the operations that the selector must
   * watch. This includes an interest that was disarmed immediately before: a thread may have seen
   * that it was armed, and therefore not have requested it.
   */
  private int interest() {
    InterestSlot read = slot(Interest.READ);
    InterestSlot write = slot(Interest.WRITE);
    if (read.isWanted()) {
      read.setArmed(true);
    }
    if (write.isWanted() && !write.isArmed()) {
      armedWriteOp = writeOp;
      write.setArmed(true);
    }
    int reading = read.isArmed() ? channel.validOps() & READ_OPS : 0;
    return reading | (write.isArmed() ? armedWriteOp : 0);
  }
}
