package switchboard.net;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.Waiting;

/** The datagram socket over any engine's. */
final class HandleDatagrams implements Datagrams {
  private final DatagramHandle handle;
  private final @Nullable Address peer;
  private final Turn receiving = new Turn();
  private final Turn sending = new Turn();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Cleaner.Cleanable leak;

  HandleDatagrams(DatagramHandle handle, @Nullable Address peer) {
    this.handle = handle;
    this.peer = peer;
    this.leak = Leaks.watch(this, handle, () -> "datagram socket " + handle.local());
  }

  @Override
  public Address receive(ByteBuffer target) throws IOException {
    try {
      Waiting.check();
      receiving.take();
      try {
        requireOpen();
        return handle.receive(target);
      } finally {
        receiving.give();
      }
    } catch (IOException e) {
      throw Errors.describe("receive", local(), peer, e);
    }
  }

  @Override
  public @Nullable Address tryReceive(ByteBuffer target) throws IOException {
    if (!receiving.tryTake()) {
      return null;
    }
    try {
      requireOpen();
      return handle.tryReceive(target);
    } catch (IOException e) {
      throw Errors.describe("receive", local(), peer, e);
    } finally {
      receiving.give();
    }
  }

  @Override
  public void send(ByteBuffer source) throws IOException {
    if (peer == null) {
      throw new IllegalStateException("this socket has no peer; say where to send");
    }
    sendTo(source, null);
  }

  @Override
  public void send(ByteBuffer source, Address target) throws IOException {
    sendTo(source, onlyElsewhere(target));
  }

  private void sendTo(ByteBuffer source, @Nullable Address target) throws IOException {
    try {
      Waiting.check();
      sending.take();
      try {
        requireOpen();
        handle.send(source, target);
      } finally {
        sending.give();
      }
    } catch (IOException e) {
      throw Errors.describe("send", local(), target == null ? peer : target, e);
    }
  }

  @Override
  public boolean trySend(ByteBuffer source, Address target) throws IOException {
    if (!sending.tryTake()) {
      return false;
    }
    try {
      requireOpen();
      return handle.trySend(source, onlyElsewhere(target));
    } catch (IOException e) {
      throw Errors.describe("send", local(), target, e);
    } finally {
      sending.give();
    }
  }

  /** A connected socket sends to its peer without being told where, and nowhere else. */
  private @Nullable Address onlyElsewhere(Address target) {
    if (peer != null && !peer.equals(target)) {
      throw new IllegalStateException("this socket sends to " + peer + " alone, not " + target);
    }
    return peer == null ? target : null;
  }

  private void requireOpen() throws IOException {
    if (closed.get()) {
      throw SystemError.closed();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Leaks.forget(leak);
      Leaks.quietly(handle::close);
    }
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
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
    return "datagram socket " + local();
  }
}
