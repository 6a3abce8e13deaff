package switchboard.frames;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadMessageException;
import switchboard.net.Connection;
import switchboard.net.Sink;
import switchboard.net.TruncatedException;

/**
 * A connection that speaks in messages. Belongs to one thread for each direction; blocks, fails and
 * ends by deadlines as the connection's source and sink do. Many threads send through an {@link
 * Outbox}.
 *
 * @param <F> a message
 */
public final class Frames<F> {
  private final Connection connection;
  private final Codec<F> codec;

  /** Questions whose answers somebody will still take. */
  private int owed;

  /** Answers that nobody wants any more; they come before those. */
  private int givenUp;

  private boolean adding;

  /** Messages of {@code codec} over {@code connection}, which stays with its owner. */
  public Frames(Connection connection, Codec<F> codec) {
    this.connection = connection;
    this.codec = codec;
  }

  /** What to do with one message. */
  @FunctionalInterface
  public interface Handler<F> {

    /** May throw what it likes; that ends {@link Frames#forEach}. */
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
    return codec.read(connection.source());
  }

  /**
   * Sends one message, behind what is in the sink; blocks until the kernel has accepted it. A send
   * that is cut before the first byte went out has kept nothing of it, and may be repeated.
   *
   * @throws IllegalArgumentException when the codec can't express it; nothing was sent
   */
  public void send(F frame) throws IOException {
    Sink sink = connection.sink();
    sink.flush();
    boolean sent = false;
    try {
      codec.write(frame, sink);
      sink.flush();
      sent = true;
    } finally {
      if (!sent) {
        sink.discard(); // cut later than at its first byte, it has broken the output anyway
      }
    }
  }

  /**
   * Adds one message to those that go out together: with the next {@link #flush} or {@link #send},
   * when there are enough of them, or before this connection's source waits for bytes. So who
   * answers many messages that have come together answers them together. Blocks only when there are
   * enough.
   *
   * @throws IllegalArgumentException when the codec can't express it; nothing was added
   */
  public void add(F frame) throws IOException {
    if (!adding) {
      adding = true;
      connection.source().flushBeforeWaiting(connection.sink());
    }
    codec.write(frame, connection.sink());
  }

  /** Sends what was added; blocks until the kernel has accepted it. */
  public void flush() throws IOException {
    connection.sink().flush();
  }

  /**
   * Sends a question and blocks until its answer has come. Peers answer in the order in which they
   * are asked. A request that is cut has given up its answer: when that comes it is skipped, and
   * not taken for the one to the next question.
   *
   * @throws TruncatedException when the peer ends the stream instead
   * @throws BadMessageException when the answer is bad; it was taken
   * @throws IllegalStateException when answers to earlier questions have not been taken
   */
  public F request(F question) throws IOException {
    if (owed > 0) {
      throw new IllegalStateException(owed + " answers to earlier questions were not taken");
    }
    send(question);
    owed = 1;
    try {
      return answer();
    } finally {
      givenUp += owed;
      owed = 0;
    }
  }

  /**
   * Adds a question, as {@link #add} does, whose answer {@link #answer} gives in its turn: many may
   * be on their way.
   */
  public void ask(F question) throws IOException {
    add(question);
    owed++;
  }

  /**
   * Blocks until the next answer has come. Cut, it may be repeated.
   *
   * @throws TruncatedException when the peer ends the stream instead
   * @throws BadMessageException when it is bad; it was taken
   * @throws IllegalStateException when nothing was asked
   */
  public F answer() throws IOException {
    if (owed == 0) {
      throw new IllegalStateException("nothing was asked that has not been answered");
    }
    for (; givenUp > 0; givenUp--) {
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
      owed -= taken ? 1 : 0;
    }
  }

  private F nextAnswer() throws IOException {
    F frame = receive();
    if (frame == null) {
      throw new TruncatedException("the stream ended before the answer");
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
