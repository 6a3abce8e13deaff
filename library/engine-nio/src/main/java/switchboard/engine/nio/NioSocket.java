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

/** A non-blocking channel, watched by a selector for what somebody waits for. */
final class NioSocket extends ReadinessSocket<SelectorWatcher> {
  private static final int READ_OPS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE_OPS = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final SelectableChannel channel;
  private volatile int writeOp = SelectionKey.OP_WRITE;
  private volatile boolean requested;
  private volatile boolean closed;

  /** The operation for which writing is armed; confined to the thread that looks. */
  private int armedWriteOp;

  /** In the watcher's selector; written by the thread that looks. */
  private volatile @Nullable SelectionKey key;

  NioSocket(SelectableChannel channel, EngineLoops<SelectorWatcher> loops) throws IOException {
    super(loops);
    this.channel = channel;
    channel.configureBlocking(false);
  }

  /** From now on writing means the outcome of a connect. */
  void connecting() {
    writeOp = SelectionKey.OP_CONNECT;
  }

  /** From now on writing means writing. The selector may still watch for the connect. */
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
   * Asks with a selector of its own, since the thread that looks at the other one may have no turn
   * to run; if none can be opened, nothing is ready.
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

  /** The descriptor of a channel that a selector knows is freed when the selector runs next. */
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

  /** Registers what is wanted with the selector. By the thread that looks. */
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

  /** Passes on what the selector has found. By the thread that looks. */
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
      write.setArmed(false); // it stays writable: watching on would make us spin
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
   * Arms what is wanted. What was just disarmed may be armed again, for those who have seen it
   * armed.
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
