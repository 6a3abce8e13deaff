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
 * A connection that speaks in messages. One thread receives and one sends, or one does both; it
 * blocks, fails and obeys deadlines as the connection's source and sink do. Many threads send
 * through an {@link SendQueue}.
 *
 * <p>A message goes out complete or not at all: if a send times out or is interrupted before its
 * first byte was accepted it may be repeated, and if later, the output is broken and says so.
 *
 * @param <F> a message
 */
public final class FramedConnection<F> {
  private final Connection connection;
  private final Codec<F> codec;
  private final Source source;
  private final Sink sink;

  /** Requests whose responses somebody will still take. */
  private final AtomicInteger outstanding = new AtomicInteger();

  /** Responses that nobody wants any more; they come before those. By the thread that receives. */
  private int abandoned;

  /** Whoever adds to the sink, or sends what is in it. */
  private final SinkLock writer = new SinkLock();

  /** The thread that added a message last. */
  private volatile @Nullable Thread adder;

  /** Whether the receiving thread waits, or is about to, and cannot flush for another thread. */
  private volatile boolean receiverWaits;

  /** Messages of {@code codec} over {@code connection}, which stays with its owner. */
  public FramedConnection(Connection connection, Codec<F> codec) {
    this.connection = connection;
    this.codec = codec;
    this.source = connection.source();
    this.sink = connection.sink();
    source.autoFlush(this::flushBeforeWaiting);
  }

  /** What to do with one message. */
  @FunctionalInterface
  public interface Handler<F> {

    /** May throw what it likes; that ends {@link FramedConnection#forEach}. */
    void handle(F frame) throws Exception;
  }

  /**
   * Blocks until a message has come.
   *
   * @return null when the peer has ended the stream between messages
   * @throws BadMessageException when one is bad; it was taken, and may be answered
   * @throws IOException as {@link Codec#read}
   */
  public @Nullable F receive() throws IOException {
    if (source.buffered() == 0) { // else another message has begun
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
   * Sends one message, behind those that were added; blocks until the kernel has accepted it. A
   * send that times out or is interrupted before the first byte was accepted has kept nothing of
   * the message, and may be repeated.
   *
   * @throws IllegalArgumentException when the codec can't express it; nothing was sent
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
   * Adds one message to those that go out together: with the next {@link #flush} or {@link #send},
   * when more than 16 KiB wait, or when the receiving thread waits for bytes. So responses to
   * messages that have come together go out together. Blocks only when it has to send; if that
   * fails before the first byte of this message was accepted, the message was not added and may be
   * added again.
   *
   * @throws IllegalArgumentException when the codec can't express it; nothing was added
   */
  public void write(F frame) throws IOException {
    Thread self = Thread.currentThread();
    if (adder != self) {
      adder = self;
    }
    writer.take();
    try {
      sink.atomically(to -> codec.write(frame, to));
    } finally {
      writer.free();
    }
    if (receiverWaits) { // first the message, then the look: the receiver does it the other way
      flush();
    }
  }

  /** Sends what was added; blocks until the kernel has accepted it. */
  public void flush() throws IOException {
    writer.take();
    try {
      sink.flush();
    } finally {
      writer.free();
    }
  }

  /**
   * Sends what was added before the receiving thread waits. If another thread adds, this one must
   * not block in a write: its peer may itself be blocked in a write that only reading ends.
   */
  private void flushBeforeWaiting() throws IOException {
    if (adder == Thread.currentThread()) {
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
      // The receiving thread and the next send learn of it from the connection.
    }
  }

  /**
   * Sends a question and blocks until its answer has come. Peers answer in the order in which they
   * are asked. A request that is cut has given up its answer: when that comes it is skipped, and
   * not taken for the one to the next question.
   *
   * @throws UnexpectedEofException when the peer ends the stream instead
   * @throws BadMessageException when the answer is bad; it was taken
   * @throws IllegalStateException when answers to earlier questions have not been taken
   */
  public F request(F question) throws IOException {
    int earlier = outstanding.get();
    if (earlier > 0) {
      throw new IllegalStateException(earlier + " answers to earlier questions were not taken");
    }
    send(question);
    outstanding.set(1);
    try {
      return receiveResponse();
    } finally {
      abandoned += outstanding.getAndSet(0);
    }
  }

  /**
   * Adds a question, as {@link #write} does, whose answer {@link #receiveResponse} gives in its
   * turn: many may be on their way.
   */
  public void sendRequest(F question) throws IOException {
    outstanding.incrementAndGet(); // before its answer can come
    boolean asked = false;
    try {
      write(question);
      asked = true;
    } finally {
      if (!asked) {
        outstanding.decrementAndGet();
      }
    }
  }

  /**
   * Blocks until the next answer has come. Cut, it may be repeated.
   *
   * @throws UnexpectedEofException when the peer ends the stream instead
   * @throws BadMessageException when it is bad; it was taken
   * @throws IllegalStateException when nothing was asked
   */
  public F receiveResponse() throws IOException {
    if (outstanding.get() == 0) {
      throw new IllegalStateException("nothing was asked that has not been answered");
    }
    for (; abandoned > 0; abandoned--) {
      skipAnswer();
    }
    boolean taken = true;
    try {
      return nextAnswer();
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

  /** Returns how many requests were asked whose responses were not received. Any thread. */
  public int outstanding() {
    return outstanding.get();
  }

  private F nextAnswer() throws IOException {
    F frame = read(); // in the middle of an exchange, so no message is complete
    if (frame == null) {
      throw new UnexpectedEofException("the stream ended before the answer");
    }
    return frame;
  }

  private void skipAnswer() throws IOException {
    try {
      var _ = nextAnswer();
    } catch (BadMessageException whatever) {
      // Nobody wants it.
    }
  }

  /** Hands each message to {@code handler} until the stream ends; a bad one ends it too. */
  public void forEach(Handler<? super F> handler) throws Exception {
    for (F frame = receive(); frame != null; frame = receive()) {
      handler.handle(frame);
    }
  }

  /**
   * Hands each message to {@code handler} until the stream ends, and what is wrong with a bad one
   * to {@code bad}, which may answer; then the next one follows.
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
