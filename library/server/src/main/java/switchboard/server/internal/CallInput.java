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
 * Controls whether a handler may read from its socket. The server ends the input of the handler
 * when it ends the call; a drain ends the input between two messages. In both cases the server
 * wakes the threads that wait for input, and does not change the socket.
 *
 * <p>The handler or its {@code FramedConnection} declares where a message ends; the end is not
 * inferred from reads and writes. Every byte that is read after the declared end of a message
 * belongs to the next message.
 */
final class CallInput {
  private final ServedCall call;
  private final ServedConnection connection;
  private final Connection socket;

  /** Whether the handler has declared that all bytes read so far belong to complete messages. */
  private volatile boolean betweenMessages;

  private volatile boolean ended;

  /**
   * The deadline of the read that is blocked now, or null. Expiring the deadline wakes the reader.
   */
  private final AtomicReference<@Nullable Deadline> reading = new AtomicReference<>();

  /**
   * The callbacks that run when input is available or the server ends the input; created on first
   * use.
   */
  private volatile @Nullable WakeList selecting;

  CallInput(ServedCall call, ServedConnection connection, Connection socket) {
    this.call = call;
    this.connection = connection;
    this.socket = socket;
  }

  /** An operation that blocks until there is input. */
  interface Blocking {
    void run() throws IOException;
  }

  /**
   * Returns true if bytes may be read from the socket, or false if the read must return EOF to the
   * handler.
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

  /**
   * Runs {@code read}, which may block. {@link #wake} ends the block, and then this method checks
   * again whether the handler may read.
   */
  void block(Blocking read) throws IOException {
    Deadline outer = Deadline.current();
    try (Deadline deadline = Deadline.never()) {
      if (!reading.compareAndSet(null, deadline)) {
        throw new IllegalStateException("two threads read " + connection + " at once");
      }
      block(read, outer);
    }
  }

  private void block(Blocking read, @Nullable Deadline outer) throws IOException {
    try {
      // The check follows the setting of the deadline, because wake() follows the change of the
      // state.
      if (permitsRead()) {
        read.run();
      }
    } catch (DeadlineExceededException e) {
      if (permitsRead() && outer != null && outer.expired()) {
        throw e; // a deadline of the handler expired; otherwise wake() expired the inner deadline
      }
    } catch (SocketClosedException e) {
      // if the server has ended the call, this throws an exception with the reason
      call.requireNotEnded();
      throw e;
    } finally {
      reading.set(null);
    }
  }

  /** Records that a byte was read, which begins a message. Called by the thread that reads. */
  void messageBegun() {
    setBetweenMessages(false);
  }

  /** Records that the handler has processed all bytes that it has read from its source. */
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
   * Throws an exception if a drain has ended the input. The thread that reads must decide this,
   * because no other thread knows whether the source holds the beginning of a message.
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

  /**
   * Ends the input after the handler has returned or shut down its input; further reads return EOF.
   */
  void end() {
    ended = true;
    wake();
  }

  boolean isEnded() {
    return ended;
  }

  /** Wakes the threads that wait for input, so that they check again whether they may read. */
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

  /**
   * Registers {@code wake}, which runs once when input is available or the server ends the input.
   */
  Registration onReady(Runnable wake) {
    var woken = new AtomicBoolean();
    Runnable once =
        () -> {
          if (woken.compareAndSet(false, true)) {
            wake.run();
          }
        };
    Registration ending = selecting().add(once);
    Runnable ready =
        () -> {
          ending.cancel(); // wake must run at most once
          once.run();
        };
    Registration readable = socket.onReady(Interest.READ, ready);
    if (ended || isDrained() || call.isEnded()) {
      // the check follows the registration, because wake() follows the change of the state
      ready.run();
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
