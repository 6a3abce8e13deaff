package switchboard.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A connection that forwards every call to another one: the base of decorators, which override what
 * they change. {@link #source} and {@link #sink} are its own and use its methods, so they see what
 * an override does.
 *
 * <p>{@link #read} is made of {@link #awaitReadable} and {@link #tryRead}, and files are
 * transferred by {@link #read} and {@link #write(ByteBuffer)}; a decorator that looks at the bytes
 * therefore overrides {@code tryRead} and the three writing methods and misses none. One that does
 * not look at them may forward {@link #transferFrom} and {@link #transferTo} too, to keep the short
 * way through the kernel.
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
 */
public abstract class ForwardingConnection implements Connection {
  private final Connection delegate;
  private final Source source = Source.of(this);
  private final Sink sink = Sink.of(this);

  /** Forwards to {@code delegate}, which this connection owns and closes. */
  @SuppressWarnings("this-escape") // source and sink call nothing before they are used
  protected ForwardingConnection(Connection delegate) {
    this.delegate = Objects.requireNonNull(delegate);
  }

  /** Returns the connection that calls are forwarded to. */
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
