package switchboard.engine.nio;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.support.TimeSlice;

/**
 * A non-blocking channel with its two slots. It is watched from the first wait on by the selection
 * of whoever waits first: so it stays with that loop. A connect and the stream that comes of it
 * share one, since they share the channel.
 */
final class Polled {
  private static final int READ_OPS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE_OPS = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final SelectableChannel channel;
  private final Watchers watchers;
  private final Slot read = new Slot();
  private final Slot write = new Slot();
  private final TimeSlice reads = new TimeSlice();
  private final TimeSlice writes = new TimeSlice();
  private volatile int writeOp = SelectionKey.OP_WRITE;
  private volatile @Nullable Selection selection;
  private volatile boolean requested;
  private volatile boolean closed;

  /** For what the writing slot is armed; confined to who looks. */
  private int armedWriteOp;

  /** In the poller's selector; written by who looks alone. */
  private volatile @Nullable SelectionKey key;

  Polled(SelectableChannel channel, Watchers watchers) throws IOException {
    this.channel = channel;
    this.watchers = watchers;
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
      selection().request(this);
    }
  }

  private Selection selection() {
    Selection current = selection;
    return current != null ? current : firstSelection();
  }

  private synchronized Selection firstSelection() {
    Selection current = selection;
    if (current == null) {
      current = watchers.forThisThread();
      selection = current;
    }
    return current;
  }

  void awaitReadable() throws IOException {
    if (read.await(this, READ_OPS)) {
      reads.renew();
      writes.renewIfOf(Thread.currentThread());
    }
  }

  void awaitWritable() throws IOException {
    if (write.await(this, writeOp)) {
      writes.renew();
      reads.renewIfOf(Thread.currentThread());
    }
  }

  /** Counts {@code bytes} that the calling thread has read, or accepted, without waiting. */
  void spendOnReading(long bytes) {
    reads.spend(bytes);
  }

  /** Counts {@code bytes} that the calling thread has written without waiting. */
  void spendOnWriting(long bytes) {
    writes.spend(bytes);
  }

  /**
   * Whether one of these operations would not block now. By a selector of its own, since who looks
   * at the other one may have no turn to run; if none can be had, nothing is ready.
   */
  boolean isReady(int operations) {
    try (Selector selector = Selector.open()) {
      channel.register(selector, channel.validOps() & operations);
      return selector.selectNow() > 0;
    } catch (IOException | CancelledKeyException noneOrClosed) {
      return false;
    }
  }

  Registration onReady(Interest interest, Runnable wake) {
    return (interest == Interest.READ ? read : write).add(this, wake);
  }

  /** Makes a reader that is blocked look again. */
  void wakeReader() {
    read.fire(Slot.ALL);
  }

  void wakeAll() {
    read.fire(Slot.ALL);
    write.fire(Slot.ALL);
  }

  void request() {
    requested = true;
    selection().request(this);
  }

  long looks() {
    return selection().looks();
  }

  void settle() {
    selection().settle();
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Closes the channel and wakes whoever waits. The descriptor of a channel that a selector knows
   * is freed when the selector runs next.
   */
  void close() throws IOException {
    closed = true;
    try {
      channel.close();
    } finally {
      wakeAll();
      if (key != null) {
        selection().wakeIfAsleep();
      }
    }
  }

  /** Waits until the descriptor is free. */
  void awaitFreed() {
    if (key != null) {
      selection().settle();
    }
  }

  /** Watches for what is wanted. By who looks alone. */
  void arm(Selector selector) throws ClosedChannelException {
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

  /** The selector has found something. By who looks alone. */
  void fired(SelectionKey found) {
    int ready = found.readyOps();
    long look = selection().looks();
    if ((ready & READ_OPS) != 0 && !read.fire(look)) {
      read.setArmed(false);
    }
    if ((ready & WRITE_OPS) != 0) {
      write.fire(look);
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

  /** Arms what is wanted; what was disarmed before may be again, if they have seen it armed. */
  private int interest() {
    if (read.wanted()) {
      read.setArmed(true);
    }
    if (write.wanted() && !write.isArmed()) {
      armedWriteOp = writeOp;
      write.setArmed(true);
    }
    int reading = read.isArmed() ? channel.validOps() & READ_OPS : 0;
    return reading | (write.isArmed() ? armedWriteOp : 0);
  }
}
