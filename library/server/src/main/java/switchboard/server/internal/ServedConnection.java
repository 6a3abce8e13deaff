package switchboard.server.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.FileRange;
import switchboard.net.ForwardingConnection;
import switchboard.net.Interest;
import switchboard.net.internal.SlowConsumer;

/**
 * The connection that is passed to a handler. It forwards all operations to the socket, counts the
 * bytes in {@link CallTraffic}, and reads only while {@link CallInput} permits reads.
 */
final class ServedConnection extends ForwardingConnection implements SlowConsumer {
  private final ServedCall call;
  private final CallTraffic traffic = new CallTraffic();
  private final CallInput input;

  /** The address of the peer that the handler has set, or null. */
  private volatile @Nullable Address remote;

  @SuppressWarnings("this-escape") // the input does not use this object before the call has begun
  ServedConnection(Connection socket, ServedCall call) {
    super(socket);
    this.call = call;
    this.input = new CallInput(call, this, socket);
  }

  /** Returns the underlying socket, from which a lingering close can still read. */
  Connection socket() {
    return delegate();
  }

  CallTraffic traffic() {
    return traffic;
  }

  CallInput input() {
    return input;
  }

  void setRemote(Address other) {
    remote = other;
  }

  /** Returns whether the handler is neither reading, writing nor waiting for input. */
  boolean isBusy() {
    return !input.isAwaited() && !traffic.isWriting();
  }

  /** Resets the connection if a write is in progress, because only a reset ends a blocked write. */
  void abortIfWriting() {
    if (traffic.isWriting()) {
      abort();
    }
  }

  @Override
  public Address remote() {
    Address set = remote;
    return set == null ? delegate().remote() : set;
  }

  @Override
  public String toString() {
    return remote == null ? delegate().toString() : "connection " + local() + " to " + remote();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return target.hasRemaining() ? super.read(target) : delegate().read(target);
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    if (!input.permitsRead()) {
      return -1;
    }
    int count = delegate().tryRead(target);
    if (count > 0) {
      traffic.read(count);
      input.messageBegun();
    }
    return count;
  }

  @Override
  public void awaitReadable() throws IOException {
    input.block(delegate()::awaitReadable);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    Traffic.Piece piece = traffic.writes().begin(bytes);
    try {
      delegate().write(bytes);
    } finally {
      traffic.writes().end(piece);
    }
  }

  @Override
  public void write(ByteBuffer... sources) throws IOException {
    Traffic.Piece piece = traffic.writes().begin(sources);
    try {
      delegate().write(sources);
    } finally {
      traffic.writes().end(piece);
    }
  }

  @Override
  public int tryWrite(ByteBuffer bytes) throws IOException {
    int count = delegate().tryWrite(bytes);
    if (count > 0) {
      traffic.writes().moved(count);
    }
    return count;
  }

  @Override
  public long transferFrom(FileRange range) throws IOException {
    Traffic.Piece piece = traffic.writes().begin(range);
    try {
      return delegate().transferFrom(range);
    } finally {
      traffic.writes().end(piece);
    }
  }

  @Override
  public long transferTo(FileRange range) throws IOException {
    Traffic.Piece piece = traffic.fills().begin(range);
    try {
      return fill(range);
    } finally {
      traffic.fills().end(piece);
    }
  }

  private long fill(FileRange range) throws IOException {
    long first = range.position();
    var done = new AtomicBoolean();
    do {
      input.block(() -> {
        try {
          delegate().transferTo(range);
          done.set(true);
        } finally {
          if (range.position() > first) {
            input.messageBegun();
          }
        }
      });
    } while (!done.get() && !input.isEnded());
    return range.position() - first;
  }

  @Override
  public void messageComplete() {
    input.messageComplete();
  }

  @Override
  public void slowConsumer(String what) {
    call.slowConsumer(what);
  }

  /**
   * Ends only the input of the handler. A lingering close must still be able to read from the
   * socket.
   */
  @Override
  public void shutdownInput() throws IOException {
    input.end();
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return interest == Interest.WRITE ? delegate().onReady(interest, wake) : input.onReady(wake);
  }
}
