package switchboard.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A connection that forwards every call to another connection: the base class for decorators, which
 * override only the methods that they change.
 *
 * <p>{@link #source} and {@link #sink} use the methods of this object, so they also use overridden
 * methods. {@link #read} calls {@link #awaitReadable} and {@link #tryRead}. File transfers call
 * {@link #read} and {@link #write(ByteBuffer)}. A decorator that must see every byte therefore
 * overrides {@code tryRead} and the three methods that write. A decorator that need not see the
 * bytes can forward {@link #transferFrom} and {@link #transferTo} to {@link #delegate}, to keep
 * zero-copy transfers.
 *
 * <pre>{@code
 * class Counting extends ForwardingConnection {
 *   final java.util.concurrent.atomic.LongAdder received = new java.util.concurrent.atomic.LongAdder();
 *
 *   Counting(Connection delegate) {
 *     super(delegate);
 *   }
 *
 *   @Override
 *   public int tryRead(ByteBuffer target) throws IOException {
 *     int count = super.tryRead(target);
 *     received.add(Math.max(count, 0));
 *     return count;
 *   }
 * }
 * }</pre>
 *
 * <p>Thread-safe if the delegate and the overriding methods are thread-safe.
 *
 * @since 0.1.0
 */
public abstract class ForwardingConnection implements Connection {
  private final Connection delegate;
  private final Source source = Source.of(this);
  private final Sink sink = Sink.of(this);

  /**
   * Creates a connection that forwards to {@code delegate}.
   *
   * @param delegate owned by the new connection: {@link #close} closes {@code delegate}
   */
  @SuppressWarnings("this-escape") // source and sink call no method of this before they are used
  protected ForwardingConnection(Connection delegate) {
    this.delegate = Objects.requireNonNull(delegate);
  }

  /** {@return the connection that calls are forwarded to} */
  protected final Connection delegate() {
    return delegate;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      awaitReadable();
      int count = tryRead(target);
      if (count != 0) {
        return count;
      }
    }
    return 0;
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    return delegate.tryRead(target);
  }

  @Override
  public void awaitReadable() throws IOException {
    delegate.awaitReadable();
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    delegate.write(bytes);
  }

  @Override
  public void write(ByteBuffer... sources) throws IOException {
    delegate.write(sources);
  }

  @Override
  public int tryWrite(ByteBuffer bytes) throws IOException {
    return delegate.tryWrite(bytes);
  }

  @Override
  public void shutdownOutput() throws IOException {
    delegate.shutdownOutput();
  }

  @Override
  public void shutdownInput() throws IOException {
    delegate.shutdownInput();
  }

  @Override
  public void close() {
    delegate.close();
  }

  @Override
  public void abort() {
    delegate.abort();
  }

  @Override
  public boolean isOpen() {
    return delegate.isOpen();
  }

  @Override
  public Address local() {
    return delegate.local();
  }

  @Override
  public Address remote() {
    return delegate.remote();
  }

  @Override
  public ConnectionOptions options() {
    return delegate.options();
  }

  @Override
  public PeerState peerState() {
    return delegate.peerState();
  }

  @Override
  public OptionalLong unacknowledgedBytes() throws IOException {
    return delegate.unacknowledgedBytes();
  }

  @Override
  public Registration onPeerHangup(Runnable wake) {
    return delegate.onPeerHangup(wake);
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return delegate.onReady(interest, wake);
  }

  @Override
  public boolean isBroken() {
    return delegate.isBroken();
  }

  @Override
  public void messageComplete() {
    delegate.messageComplete();
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public Sink sink() {
    return sink;
  }

  @Override
  public String toString() {
    return delegate.toString();
  }
}
