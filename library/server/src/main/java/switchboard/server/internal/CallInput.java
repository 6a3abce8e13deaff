package switchboard.server.internal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Failure;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.SocketClosedException;
import switchboard.net.spi.support.WakeList;
import switchboard.server.DrainingException;

/**
 * Ends the input of a call when the server wants it, without touching the socket, and wakes the
 * threads that wait for input: a drain ends it between two messages, and the server ends it when it
 * ends the call.
 *
 * <p>The end of a message is not inferred from reads and writes: the handler declares it, or a
 * {@code FramedConnection} does. Every byte that is read afterwards belongs to a message that has
 * begun.
 */
final class CallInput {
  private final ServedCall call;
  private final ServedConnection connection;
  private final Connection socket;

  /** Whether every byte that was read belongs to a complete message. */
  private volatile boolean betweenMessages;

  private volatile boolean ended;

  /** The limit of the read that is blocked now: expiring it wakes the reader. */
  private final AtomicReference<@Nullable Deadline> reading = new AtomicReference<>();

  /** Those that select until there is something to read; created on first use. */
  private volatile @Nullable WakeList selecting;

  /** The input of {@code call}, which reads from {@code socket} by {@code connection}. */
  CallInput(ServedCall call, ServedConnection connection, Connection socket) {
    this.call = call;
    this.connection = connection;
    this.socket = socket;
  }

  /** Something that blocks until there is input. */
  interface Blocking {
    void run() throws IOException;
  }

  /**
   * Returns whether bytes may be read from the socket; false at the end of the input.
   *
   * @throws SocketClosedException when the server has ended the call
   * @throws DrainingException when a drain has ended the input
   */
  boolean permitsRead() throws IOException {
    call.requireNotEnded();
    if (ended) {
      return false;
    }
    requireNotDrained();
    return true;
  }

  /** Runs {@code read}, in which the server can wake the reader to look again. */
  void block(Blocking read) throws IOException {
    Deadline own = Deadline.current();
    try (Deadline limit = Deadline.never()) {
      if (!reading.compareAndSet(null, limit)) {
        throw new IllegalStateException("two threads read " + connection + " at once");
      }
      block(read, own);
    }
  }

  private void block(Blocking read, @Nullable Deadline own) throws IOException {
    try {
      // After setting the limit: a thread that ends the input proceeds in the opposite order.
      if (permitsRead()) {
        read.run();
      }
    } catch (DeadlineExceededException e) {
      if (permitsRead() && own != null && own.expired()) {
        throw e; // otherwise the reader was woken to look again
      }
    } catch (SocketClosedException e) {
      call.requireNotEnded(); // which says why it was closed
      throw e;
    } finally {
      reading.set(null);
    }
  }

  /** Notes that a byte was read. Called by the thread that reads. */
  void messageBegun() {
    setBetweenMessages(false);
  }

  /** Notes that the handler has dealt with everything it took from its source. */
  void messageComplete() {
    setBetweenMessages(!sourceHoldsBytes());
    if (call.isDraining()) {
      wake();
    }
  }

  private void setBetweenMessages(boolean between) {
    if (betweenMessages != between) { // a volatile write costs more than the check
      betweenMessages = between;
    }
  }

  /**
   * Fails if a drain has ended the input. Decided by the thread that reads: no other thread knows
   * whether the source holds the beginning of a message.
   */
  private void requireNotDrained() throws DrainingException {
    if (isDrained()) {
      throw new DrainingException(
          new Failure("read", connection.local(), connection.remote(), "the server is draining"));
    }
  }

  private boolean isDrained() {
    return call.isDraining()
        && switch (call.drainPolicy()) {
          case BETWEEN_MESSAGES -> betweenMessages && !sourceHoldsBytes();
          case GRACE_PERIOD -> false;
          case STOP_READING -> true;
        };
  }

  private boolean sourceHoldsBytes() {
    return connection.source().buffered() > 0;
  }

  /** Ends the input: the handler has returned or shut it down, but a helper may still read. */
  void end() {
    ended = true;
    wake();
  }

  boolean isEnded() {
    return ended;
  }

  /** Makes threads that wait for input look again. */
  void wake() {
    Deadline blocked = reading.get();
    if (blocked != null) {
      blocked.expireNow();
    }
    WakeList waiting = selecting;
    if (waiting != null) {
      waiting.fire();
    }
  }

  /** Returns whether a thread waits for input. */
  boolean isAwaited() {
    WakeList waiting = selecting;
    return reading.get() != null || (waiting != null && !waiting.isEmpty());
  }

  /** Registers {@code wake} for input, or for the end of it by the server. */
  Registration onReady(Runnable wake) {
    var told = new AtomicBoolean();
    Runnable once =
        () -> {
          if (told.compareAndSet(false, true)) {
            wake.run();
          }
        };
    Registration ending = selecting().add(once);
    Runnable ready =
        () -> {
          ending.cancel(); // once told, it does not select any more
          once.run();
        };
    Registration readable = socket.onReady(Interest.READ, ready);
    if (ended || isDrained() || call.isEnded()) {
      ready.run(); // after the registration: the server proceeds in the opposite order
    }
    return new Registration() {
      @Override
      public void cancel() {
        ending.cancel();
        readable.cancel();
      }

      @Override
      public void settle() {
        readable.settle();
      }
    };
  }

  private synchronized WakeList selecting() {
    WakeList current = selecting;
    if (current == null) {
      current = new WakeList();
      selecting = current;
    }
    return current;
  }
}
