package switchboard.frames;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.SinkLock;
import switchboard.net.BadMessageException;
import switchboard.net.Connection;
import switchboard.net.Sink;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * A connection that carries messages of one codec. Only one thread may receive messages, and only
 * one thread may send messages; both may be the same thread. To send from many threads, use a
 * {@link SendQueue}. The methods block, throw exceptions and observe deadlines in the same way as
 * the methods of the connection's {@link Source} and {@link Sink}.
 *
 * <pre>{@code
 * var framed = new FramedConnection<>(connection, Codec.lines().max(1, Size.KIB));
 * framed.send("PING");
 * String response = framed.receive(); // null at EOF
 * }</pre>
 *
 * <p>A send that times out or is interrupted before the kernel has accepted the first byte of the
 * message can be repeated. If a send times out or is interrupted after that, only part of the
 * message was sent, and all further sends throw {@link switchboard.net.OutputBrokenException}.
 * Receiving is still possible.
 *
 * @param <F> the type of the messages
 * @since 0.1.0
 */
public final class FramedConnection<F> {
  private final Connection connection;
  private final Codec<F> codec;
  private final Source source;
  private final Sink sink;

  /** The number of requests whose responses will still be received. */
  private final AtomicInteger outstanding = new AtomicInteger();

  /**
   * The number of responses to skip because the wait for them timed out or was interrupted. They
   * arrive before all outstanding responses. Used by the receiving thread only.
   */
  private int abandoned;

  /** Held by a thread while it writes to the sink or flushes the sink. */
  private final SinkLock writer = new SinkLock();

  /** The thread that called {@link #write} last. */
  private volatile @Nullable Thread lastWriter;

  /** Whether the receiving thread waits or is about to wait, so that {@link #write} must flush. */
  private volatile boolean receiverWaits;

  /**
   * Creates a framed connection. A framed connection has no resources of its own and no {@code
   * close} method; close {@code connection} instead.
   *
   * @param connection transports the messages; its source and sink must not be used directly
   * @param codec reads and writes the messages
   */
  public FramedConnection(Connection connection, Codec<F> codec) {
    this.connection = connection;
    this.codec = codec;
    this.source = connection.source();
    this.sink = connection.sink();
    source.autoFlush(this::flushBeforeWaiting);
  }

  /**
   * Handles one message or one error in {@link FramedConnection#forEach}.
   *
   * @param <F> the type of the messages
   */
  @FunctionalInterface
  public interface Handler<F> {

    /**
     * Handles a message.
     *
     * @param frame the message; a slice is valid only until the next message is received
     * @throws Exception any exception; {@link FramedConnection#forEach} then ends and throws the
     *     same exception
     */
    void handle(F frame) throws Exception;
  }

  /**
   * Blocks until a message has arrived and returns it. Messages that this thread has buffered by
   * {@link #write} are flushed before the thread waits. A call that times out or is interrupted can
   * be repeated.
   *
   * @return the message, or null at EOF if no byte of a further message has arrived
   * @throws BadMessageException if the message is invalid; the message was consumed, and the next
   *     message can be received
   * @throws CorruptStreamException if the message is invalid and no further message can be received
   * @throws UnexpectedEofException at EOF inside a message
   * @throws IOException if {@link Codec#read} fails in another way
   */
  public @Nullable F receive() throws IOException {
    if (source.buffered() == 0) { // otherwise the next message has begun
      connection.messageComplete();
    }
    return read();
  }

  private @Nullable F read() throws IOException {
    try {
      return codec.read(source);
    } finally {
      if (receiverWaits) {
        receiverWaits = false;
      }
    }
  }

  /**
   * Sends the messages that {@link #write} has buffered, and then this message; blocks until the
   * kernel has accepted all of them. If the call times out or is interrupted before the kernel has
   * accepted the first byte of this message, no part of this message remains buffered, and the call
   * can be repeated.
   *
   * @param frame the message
   * @throws IllegalArgumentException if the codec cannot encode the message; nothing was sent
   * @throws IOException if sending fails, times out or is interrupted
   */
  public void send(F frame) throws IOException {
    writer.take();
    try {
      sink.sendAtomically(to -> codec.write(frame, to));
    } finally {
      writer.free();
    }
  }

  /**
   * Buffers a message. Buffered messages are sent together by the next {@link #flush} or {@link
   * #send}, when the buffer (16 KiB) is full, or before the receiving thread waits for bytes.
   * Therefore the responses to requests that arrived together are sent together. This method blocks
   * only if it has to send bytes. If sending fails before the kernel has accepted the first byte of
   * this message, the message is not buffered, and the call can be repeated.
   *
   * @param frame the message
   * @throws IllegalArgumentException if the codec cannot encode the message; nothing was buffered
   * @throws IOException if sending fails, times out or is interrupted
   */
  public void write(F frame) throws IOException {
    Thread self = Thread.currentThread();
    if (lastWriter != self) {
      lastWriter = self;
    }
    writer.take();
    try {
      sink.atomically(to -> codec.write(frame, to));
    } finally {
      writer.free();
    }
    // The flag is checked after writing. The receiver sets the flag before it looks for buffered
    // bytes, so at least one of the two threads flushes.
    if (receiverWaits) {
      flush();
    }
  }

  /**
   * Sends the messages that {@link #write} has buffered; blocks until the kernel has accepted them.
   *
   * @throws IOException if sending fails, times out or is interrupted
   */
  public void flush() throws IOException {
    writer.take();
    try {
      sink.flush();
    } finally {
      writer.free();
    }
  }

  /**
   * Flushes before the receiving thread waits. If another thread writes the messages, the receiving
   * thread must not block in a flush: the peer may be blocked in a write until this side reads.
   */
  private void flushBeforeWaiting() throws IOException {
    if (lastWriter == Thread.currentThread()) {
      flush();
      return;
    }
    receiverWaits = true;
    if (writer.tryTake()) {
      boolean sent;
      try {
        sent = sink.tryFlush();
      } finally {
        writer.free();
      }
      if (!sent) {
        Thread.ofVirtual().name("switchboard-flush").start(this::flushForReceiver);
      }
    }
  }

  private void flushForReceiver() {
    try {
      flush();
    } catch (IOException lost) {
      // The connection reports this error again to the receiving thread and to the next send.
    }
  }

  /**
   * Sends a request and blocks until its response has arrived. The peer must send its responses in
   * the order in which it received the requests.
   *
   * <pre>{@code
   * try (var limit = Deadline.after(Duration.ofSeconds(2))) {
   *   System.out.println(frames.request("TIME"));
   * }
   * }</pre>
   *
   * <p>If the wait for a response times out or is interrupted, that response is abandoned: if it
   * arrives later, it is skipped, and it is not returned as the response to the next request.
   *
   * @param request the message to send
   * @return the response
   * @throws UnexpectedEofException at EOF before the response is complete
   * @throws BadMessageException if the response is invalid; the response was consumed
   * @throws IllegalArgumentException if the codec cannot encode the request; nothing was sent
   * @throws IllegalStateException if responses to earlier requests are outstanding
   * @throws IOException if sending or receiving fails, times out or is interrupted
   */
  public F request(F request) throws IOException {
    int earlier = outstanding.get();
    if (earlier > 0) {
      throw new IllegalStateException("responses to earlier requests are outstanding: " + earlier);
    }
    send(request);
    outstanding.set(1);
    try {
      return receiveResponse();
    } finally {
      abandoned += outstanding.getAndSet(0);
    }
  }

  /**
   * Buffers a request as {@link #write} does; {@link #receiveResponse} returns the responses in the
   * order of the requests. Any number of requests can be outstanding (pipelining).
   *
   * @param request the message to send
   * @throws IllegalArgumentException if the codec cannot encode the request; nothing was buffered
   * @throws IOException if sending fails, times out or is interrupted
   */
  public void sendRequest(F request) throws IOException {
    outstanding.incrementAndGet(); // before the response can arrive
    boolean written = false;
    try {
      write(request);
      written = true;
    } finally {
      if (!written) {
        outstanding.decrementAndGet();
      }
    }
  }

  /**
   * Blocks until the next response has arrived and returns it. A call that times out or is
   * interrupted can be repeated.
   *
   * @return the response to the oldest outstanding request
   * @throws UnexpectedEofException at EOF before the response is complete
   * @throws BadMessageException if the response is invalid; the response was consumed
   * @throws IllegalStateException if no request is outstanding
   * @throws IOException if receiving fails, times out or is interrupted
   */
  public F receiveResponse() throws IOException {
    if (outstanding.get() == 0) {
      throw new IllegalStateException("no request is outstanding");
    }
    for (; abandoned > 0; abandoned--) {
      skipResponse();
    }
    boolean taken = true;
    try {
      return nextResponse();
    } catch (BadMessageException bad) {
      throw bad;
    } catch (IOException notTaken) {
      taken = false;
      throw notTaken;
    } finally {
      if (taken) {
        outstanding.decrementAndGet();
      }
    }
  }

  /**
   * Returns the number of requests whose responses have not been received. Any thread may call this
   * method.
   *
   * @return the number of outstanding requests; a request whose {@link #request} call failed does
   *     not count
   */
  public int outstanding() {
    return outstanding.get();
  }

  private F nextResponse() throws IOException {
    F frame = read(); // not receive(), which would report that the exchange is complete
    if (frame == null) {
      throw new UnexpectedEofException("the stream ended before the response");
    }
    return frame;
  }

  private void skipResponse() throws IOException {
    try {
      var _ = nextResponse();
    } catch (BadMessageException alsoSkipped) {
      // The response was abandoned, so it does not matter that it is invalid.
    }
  }

  /**
   * Receives messages and passes each one to {@code handler}; returns at EOF.
   *
   * @param handler called for each message, on this thread
   * @throws BadMessageException if a message is invalid
   * @throws Exception if {@code handler} or {@link #receive} throws it
   */
  public void forEach(Handler<? super F> handler) throws Exception {
    for (F frame = receive(); frame != null; frame = receive()) {
      handler.handle(frame);
    }
  }

  /**
   * Receives messages and passes each one to {@code handler}; returns at EOF. If a message is
   * invalid, its {@link BadMessageException} is passed to {@code bad}, which may send an error
   * message to the peer; then the next message is received.
   *
   * @param handler called for each message, on this thread
   * @param bad called with the exception for each invalid message, on this thread
   * @throws Exception if {@code handler} or {@code bad} throws it, or if {@link #receive} throws an
   *     exception other than {@link BadMessageException}
   */
  public void forEach(Handler<? super F> handler, Handler<? super BadMessageException> bad)
      throws Exception {
    while (true) {
      F frame;
      try {
        frame = receive();
      } catch (BadMessageException e) {
        bad.handle(e);
        continue;
      }
      if (frame == null) {
        return;
      }
      handler.handle(frame);
    }
  }
}
