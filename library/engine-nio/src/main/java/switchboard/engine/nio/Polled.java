package switchboard.engine.nio;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;
import switchboard.net.Interest;
import switchboard.net.Selectable.Watch;

/**
 * A non-blocking channel with its poller and its two slots. A connect and the stream that comes of
 * it share one, since they share the channel.
 */
final class Polled {
  private static final int READ_OPS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE_OPS = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final SelectableChannel channel;
  private final Poller poller;
  private final Slot read = new Slot();
  private final Slot write = new Slot();
  private volatile int writeOp = SelectionKey.OP_WRITE;
  private volatile boolean requested;
  private volatile boolean closed;

  /** For what the writing slot is armed; confined to the poller. */
  private int armedWriteOp;

  /** In the poller's selector; written by the poller alone. */
  private volatile @Nullable SelectionKey key;

  Polled(SelectableChannel channel, Poller poller) throws IOException {
    this.channel = channel;
    this.poller = poller;
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
      poller.request(this);
    }
  }

  void awaitReadable() throws IOException {
    read.await(this);
  }

  void awaitWritable() throws IOException {
    write.await(this);
  }

  Watch onReady(Interest interest, Runnable wake) {
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
    poller.request(this);
  }

  long looks() {
    return poller.looks();
  }

  void settle() {
    poller.settle();
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
        poller.wakeUp();
      }
    }
  }

  /** Waits until the descriptor is free. */
  void awaitFreed() {
    if (key != null) {
      poller.settle();
    }
  }

  /** Watches for what is wanted. By the poller alone. */
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

  /** The selector has found something. By the poller alone. */
  void fired(SelectionKey found) {
    int ready = found.readyOps();
    long look = poller.looks();
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
