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

/** A non-blocking channel, which a selector watches for the interests of waiting threads. */
final class NioSocket extends ReadinessSocket<SelectorWatcher> {
  private static final int READ_OPS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE_OPS = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final SelectableChannel channel;
  private volatile int writeOp = SelectionKey.OP_WRITE;
  private volatile boolean requested;
  private volatile boolean closed;

  /** The operation for which the write interest is armed; used by the polling thread only. */
  private int armedWriteOp;

  /** The key in the watcher's selector; written by the polling thread. */
  private volatile @Nullable SelectionKey key;

  NioSocket(SelectableChannel channel, EngineLoops<SelectorWatcher> loops) throws IOException {
    super(loops);
    this.channel = channel;
    channel.configureBlocking(false);
  }

  /** Makes the write interest mean that a connect has completed. */
  void connecting() {
    writeOp = SelectionKey.OP_CONNECT;
  }

  /**
   * Makes the write interest mean that the channel is writable. The selector may still watch for
   * the connect.
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
   * Polls with a separate selector, since the thread that polls the watcher's selector may not be
   * scheduled. If no selector can be opened, returns false.
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
   * Closes the channel. If a selector knows it, its descriptor is closed when that selector polls
   * next.
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

  /** Registers the wanted interests with the selector. Called by the polling thread. */
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
   * Arms the wanted interests and returns the operations to select. Arms an interest again that was
   * just disarmed, for threads that still saw it armed and did not request it.
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
