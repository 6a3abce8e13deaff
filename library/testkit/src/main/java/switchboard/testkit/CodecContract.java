package switchboard.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadMessageException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Sink;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;
import switchboard.testkit.internal.Allocations;
import switchboard.testkit.internal.ScriptedConnection;

/**
 * Checks a codec with random messages. The codec must read the messages that it has encoded, no
 * matter whether their bytes arrive all together, one by one, in random pieces, or in two pieces
 * with a deadline that expires between them. A truncated or corrupted stream must end with an
 * exception. A corrupted length must not make the codec allocate memory for bytes that never
 * arrive.
 *
 * <pre>{@code
 * Codec<String> codec = Codec.lines().max(1, Size.KIB); // or your own
 * CodecContract.of(codec::read, codec::encode, random -> Integer.toString(random.nextInt()))
 *     .withWriter(codec::write)
 *     .run(1, 1000);
 * }</pre>
 *
 * <p>A message must stay valid after the next message is read. Messages are compared by value. If a
 * codec returns slices, or records that contain arrays, pass methods that convert its messages to
 * objects with a suitable {@code equals} method, such as strings. Allocations are measured only if
 * the JVM reports them for the calling thread; it does not report them for virtual threads.
 *
 * <p>Immutable.
 *
 * @param <F> the type of messages, which are compared by {@link Objects#deepEquals}
 * @since 0.1.0
 */
public final class CodecContract<F> {
  private static final int MESSAGES_MAX = 5;
  private static final int CORRUPTIONS_MAX = 4;

  /**
   * The number of bytes of memory that reading a message may allocate for each byte that was
   * received.
   */
  private static final long MEMORY_PER_BYTE = 1024;

  /**
   * The number of bytes that a read may allocate in addition to {@link #MEMORY_PER_BYTE}, for a
   * large buffer or an exception.
   */
  private static final long MEMORY_BASE = 8 << 20;

  private final Reader<F> reader;
  private final Function<? super F, byte[]> encoder;
  private final @Nullable Writer<? super F> writer;
  private final Function<? super RandomGenerator, ? extends F> messages;

  /** The maximum number of messages in a stream. */
  private final int messagesMax;

  /**
   * Reads one message, as {@code Codec.read} does.
   *
   * @param <F> the type of messages
   */
  @FunctionalInterface
  public interface Reader<F> {
    /**
     * Reads the next message.
     *
     * @param source the received bytes
     * @return the message, or null at EOF
     * @throws BadMessageException if the message is malformed, but the next message can be read
     * @throws IOException if an I/O error occurs or the stream is corrupt
     */
    @Nullable F read(Source source) throws IOException;
  }

  /**
   * Writes one message, as {@code Codec.write} does.
   *
   * @param <F> the type of messages
   */
  @FunctionalInterface
  public interface Writer<F> {
    /**
     * Writes {@code message} to {@code sink}. An implementation need not flush the sink.
     *
     * @param message the message to encode
     * @param sink receives the encoded bytes
     * @throws IOException if an I/O error occurs
     */
    void write(F message, Sink sink) throws IOException;
  }

  private CodecContract(
      Reader<F> reader,
      Function<? super F, byte[]> encoder,
      @Nullable Writer<? super F> writer,
      Function<? super RandomGenerator, ? extends F> messages,
      int messagesMax) {
    this.reader = reader;
    this.encoder = encoder;
    this.writer = writer;
    this.messages = messages;
    this.messagesMax = messagesMax;
  }

  /**
   * Returns a check of the codec that {@code reader} and {@code encoder} implement.
   *
   * @param <F> the type of messages
   * @param reader reads one message
   * @param encoder returns the encoded bytes of a message
   * @param messages makes a random message from a random generator; must make equal messages from
   *     generators in the same state
   * @return the check, which {@link #run} executes
   */
  public static <F> CodecContract<F> of(
      Reader<F> reader,
      Function<? super F, byte[]> encoder,
      Function<? super RandomGenerator, ? extends F> messages) {
    return new CodecContract<>(reader, encoder, null, messages, MESSAGES_MAX);
  }

  /**
   * Returns a check that also requires {@code writer} to write the same bytes that the encoder
   * returns.
   *
   * @param writer writes one message
   * @return the extended check
   */
  public CodecContract<F> withWriter(Writer<? super F> writer) {
    return new CodecContract<>(reader, encoder, writer, messages, messagesMax);
  }

  /**
   * {@return a check that sends only one message per stream, for codecs whose messages end at EOF}
   */
  public CodecContract<F> oneMessagePerStream() {
    return new CodecContract<>(reader, encoder, writer, messages, 1);
  }

  /**
   * Runs the check in {@code rounds} rounds; each round uses different messages.
   *
   * @param seed the seed of the first round; the seed of each following round is greater by 1
   * @param rounds the number of rounds, at least 1
   * @throws IllegalArgumentException if {@code rounds} is less than 1
   * @throws AssertionError if the codec fails the check; the message contains the seed of the
   *     failed round
   */
  public void run(long seed, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1, not " + rounds);
    }
    for (int i = 0; i < rounds; i++) {
      long round = seed + i;
      try {
        new Round(new SplittableRandom(round)).run();
      } catch (Throwable e) { // the seed must be reported with any failure
        String what =
            e instanceof AssertionError || e instanceof IOException
                ? String.valueOf(e.getMessage())
                : e.toString();
        throw new AssertionError("seed " + round + ": " + what, e);
      }
    }
  }

  /**
   * One round of the check: one stream of messages, which is delivered to the codec several times,
   * each time divided into different pieces.
   */
  private final class Round {
    private final RandomGenerator random;
    private final List<F> sent = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final byte[] stream;

    Round(RandomGenerator random) {
      this.random = random;
      var all = new ByteArrayOutputStream();
      for (int left = random.nextInt(1, messagesMax + 1); left > 0; left--) {
        F message = messages.apply(random);
        sent.add(message);
        all.writeBytes(encoder.apply(message));
        ends.add(all.size());
      }
      stream = all.toByteArray();
    }

    void run() throws IOException {
      requireAll(ScriptedConnection.whole(stream), "delivered at once");
      requireAll(ScriptedConnection.dribbled(stream, stream.length), "delivered byte by byte");
      requireAll(ScriptedConnection.split(stream, random), "delivered in random pieces");
      requireWritten();
      interruptByDeadline(random.nextInt(stream.length + 1));
      truncate(random.nextInt(stream.length + 1));
      corruptStream();
    }

    private @Nullable F next(ScriptedConnection connection) throws IOException {
      return reader.read(connection.source());
    }

    private void requireAll(ScriptedConnection connection, String how) {
      requireAll(new ArrayList<>(), connection, how);
    }

    /** Reads the rest of the stream; {@code found} contains the messages that were read earlier. */
    private void requireAll(List<F> found, ScriptedConnection connection, String how) {
      try {
        for (F each = next(connection); each != null; each = next(connection)) {
          found.add(each);
          require(found.size() <= sent.size(), how + ": more messages than were sent");
        }
      } catch (IOException e) {
        throw new AssertionError(how + ": " + e.getMessage(), e);
      }
      require(found.size() == sent.size(), how + ": fewer messages than were sent");
      requireFirst(found, how);
    }

    private void requireFirst(List<F> found, String how) {
      for (int i = 0; i < Math.min(found.size(), sent.size()); i++) {
        require(
            Objects.deepEquals(sent.get(i), found.get(i)),
            how + ": message " + i + " differs from the one sent");
      }
    }

    private void requireWritten() throws IOException {
      if (writer == null) {
        return;
      }
      ScriptedConnection connection = ScriptedConnection.whole(stream);
      for (F each : sent) {
        writer.write(each, connection.sink());
      }
      connection.sink().flush();
      require(
          Arrays.equals(stream, connection.written()), "write and encode produce different bytes");
    }

    private void interruptByDeadline(int offset) throws IOException {
      var connection = ScriptedConnection.cutAt(stream, offset);
      var found = new ArrayList<F>();
      boolean expired = false;
      try {
        for (F each = next(connection); each != null; each = next(connection)) {
          found.add(each);
        }
      } catch (DeadlineExceededException e) {
        expired = true;
      }
      require(
          expired, "the DeadlineExceededException after " + offset + " bytes was not propagated");
      requireAll(found, connection, "delivered with a deadline after " + offset + " bytes");
    }

    /**
     * Requires that all complete messages are read. The incomplete last message may cause an error,
     * or be read as a message. A codec of lines, for example, may return a last line without its
     * delimiter.
     */
    private void truncate(int offset) throws IOException {
      var found = new ArrayList<F>();
      readUntilError(ScriptedConnection.dribbled(stream, offset), found, offset);
      long complete = ends.stream().filter(end -> end <= offset).count();
      require(
          found.size() >= complete && found.size() <= complete + 1,
          "truncated after %s bytes, which hold %s complete messages: %s messages were read"
              .formatted(offset, complete, found.size()));
      requireFirst(found.subList(0, (int) complete), "truncated after " + offset + " bytes");
    }

    private void corruptStream() throws IOException {
      byte[] corrupted = stream.clone();
      for (int left = random.nextInt(1, CORRUPTIONS_MAX + 1);
          left > 0 && corrupted.length > 0;
          left--) {
        corrupted = corrupt(corrupted);
      }
      var connection = ScriptedConnection.split(corrupted, random);
      long before = Allocations.ofThisThread();
      readUntilError(connection, new ArrayList<>(), corrupted.length);
      long taken = before == Allocations.UNKNOWN ? 0 : Allocations.ofThisThread() - before;
      require(
          taken <= MEMORY_BASE + MEMORY_PER_BYTE * corrupted.length,
          "reading %s corrupted bytes allocated %s bytes of memory"
              .formatted(corrupted.length, taken));
    }

    private byte[] corrupt(byte[] intact) {
      int at = random.nextInt(intact.length);
      int end = Math.min(intact.length, at + random.nextInt(1, 2 + intact.length / 4));
      var corrupted = new ByteArrayOutputStream();
      corrupted.write(intact, 0, at);
      switch (random.nextInt(5)) {
        case 0 -> corrupted.write(random.nextInt()); // inserts or replaces a byte
        case 1 -> corrupted.write(intact, at, end - at); // repeats a piece
        case 2 -> at = end - 1; // removes a piece
        case 3 -> corrupted.write(0xFF); // 0xFF makes a length large or negative
        default -> corrupted.write(intact[at] ^ 1 << random.nextInt(Byte.SIZE));
      }
      int rest = Math.min(intact.length, at + random.nextInt(2));
      corrupted.write(intact, rest, intact.length - rest);
      return corrupted.toByteArray();
    }

    /**
     * Reads messages until EOF, or until an exception after which no message can be read. Continues
     * after a bad message. Rethrows an exception of a class that a codec must not throw.
     */
    private void readUntilError(ScriptedConnection connection, List<F> found, int bytes)
        throws IOException {
      for (int reads = 0; reads <= bytes + 1; reads++) {
        try {
          F message = next(connection);
          if (message == null) {
            require(next(connection) == null, "a message was read after EOF");
            return;
          }
          found.add(message);
        } catch (BadMessageException e) {
          require(e.getMessage() != null, "an exception without a message");
        } catch (UnexpectedEofException | ProtocolException end) {
          require(end.getMessage() != null, "an exception without a message");
          return;
        }
      }
      throw new AssertionError("more reads than bytes: a read consumes nothing");
    }

    private static void require(boolean condition, String message) {
      if (!condition) {
        throw new AssertionError(message);
      }
    }
  }
}
