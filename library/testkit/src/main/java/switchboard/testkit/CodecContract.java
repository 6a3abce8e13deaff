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
 * Checks at random that a codec keeps its contract: what it encodes it also reads, whether the
 * bytes arrive at once, one by one, in random pieces or interrupted by a deadline; a truncated or
 * damaged stream ends with an exception and never takes memory on the word of a damaged length.
 *
 * <pre>{@code
 * Codec<String> codec = Codec.lines().max(1, Size.KIB); // or your own
 * CodecContract.of(codec::read, codec::encode, random -> Integer.toString(random.nextInt()))
 *     .withWriter(codec::write)
 *     .run(1, 1000);
 * }</pre>
 *
 * <p>Messages must stay valid after the next read and be equal by value: check a codec of slices,
 * or one that makes records with arrays, through a mapping to values. Memory is measured where the
 * JVM reports the allocations of a thread, which it does not for virtual threads.
 *
 * <p>Immutable.
 *
 * @param <F> a message; compared by {@link Objects#deepEquals}
 */
public final class CodecContract<F> {
  private static final int MESSAGES_MAX = 5;
  private static final int WOUNDS_MAX = 4;

  /** Bytes of memory that a read may allocate for each byte received. */
  private static final long MEMORY_PER_BYTE = 1024;

  /** Bytes of memory that a read may always allocate: a large buffer, an exception. */
  private static final long MEMORY_ANYHOW = 8 << 20;

  private final Reader<F> reader;
  private final Function<? super F, byte[]> encoder;
  private final @Nullable Writer<? super F> writer;
  private final Function<? super RandomGenerator, ? extends F> messages;

  /** The largest number of messages in a stream. */
  private final int messagesMax;

  /**
   * Reads one message, as {@code Codec.read} does.
   *
   * @param <F> a message
   */
  @FunctionalInterface
  public interface Reader<F> {
    /**
     * Takes the next message from {@code source}, or returns null at the end of the stream.
     *
     * @throws BadMessageException when this message is malformed and the next one can be read
     * @throws IOException as a method of the source may, and when the stream is corrupt
     */
    @Nullable F read(Source source) throws IOException;
  }

  /**
   * Writes one message, as {@code Codec.write} does.
   *
   * @param <F> a message
   */
  @FunctionalInterface
  public interface Writer<F> {
    /**
     * Writes {@code message} to {@code sink}.
     *
     * @throws IOException as a method of the sink may
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
   * Returns a check of the codec that consists of {@code reader} and {@code encoder}.
   *
   * @param messages makes a random message; the same generator must give the same message
   */
  public static <F> CodecContract<F> of(
      Reader<F> reader,
      Function<? super F, byte[]> encoder,
      Function<? super RandomGenerator, ? extends F> messages) {
    return new CodecContract<>(reader, encoder, null, messages, MESSAGES_MAX);
  }

  /** Returns this check with one more: {@code writer} writes the bytes that the encoder gives. */
  public CodecContract<F> withWriter(Writer<? super F> writer) {
    return new CodecContract<>(reader, encoder, writer, messages, messagesMax);
  }

  /** Returns this check with one message in each stream, for messages that end at EOF. */
  public CodecContract<F> oneMessagePerStream() {
    return new CodecContract<>(reader, encoder, writer, messages, 1);
  }

  /**
   * Runs {@code rounds} rounds, each with other messages.
   *
   * @param seed the seed of the first round; each following round adds 1
   * @throws IllegalArgumentException if {@code rounds} is less than 1
   * @throws AssertionError if the codec breaks the contract; the message names the seed of that
   *     round
   */
  public void run(long seed, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("a check has at least 1 round, not " + rounds);
    }
    for (int i = 0; i < rounds; i++) {
      long round = seed + i;
      try {
        new Round(new SplittableRandom(round)).run();
      } catch (Throwable e) { // whatever it is, its seed must not be lost
        String what =
            e instanceof AssertionError || e instanceof IOException
                ? String.valueOf(e.getMessage())
                : e.toString();
        throw new AssertionError("with seed " + round + ": " + what, e);
      }
    }
  }

  /** One stream, in all the ways in which it may come. */
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
      requireAll(ScriptedConnection.whole(stream), "whole");
      requireAll(ScriptedConnection.dribbled(stream, stream.length), "byte by byte");
      requireAll(ScriptedConnection.split(stream, random), "in pieces");
      requireWritten();
      cutByDeadline(random.nextInt(stream.length + 1));
      cutOff(random.nextInt(stream.length + 1));
      damage();
    }

    private @Nullable F next(ScriptedConnection connection) throws IOException {
      return reader.read(connection.source());
    }

    private void requireAll(ScriptedConnection connection, String how) {
      requireAll(new ArrayList<>(), connection, how);
    }

    /** That what is still to come are all messages but those that were found. */
    private void requireAll(List<F> found, ScriptedConnection connection, String how) {
      try {
        for (F each = next(connection); each != null; each = next(connection)) {
          found.add(each);
          require(found.size() <= sent.size(), "came " + how + ": more messages than were sent");
        }
      } catch (IOException e) {
        throw new AssertionError("came " + how + ": " + e.getMessage(), e);
      }
      require(found.size() == sent.size(), "came " + how + ": fewer messages than were sent");
      requireFirst(found, how);
    }

    private void requireFirst(List<F> found, String how) {
      for (int i = 0; i < Math.min(found.size(), sent.size()); i++) {
        require(
            Objects.deepEquals(sent.get(i), found.get(i)),
            "came " + how + ": message " + i + " is another one");
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
      require(Arrays.equals(stream, connection.written()), "write and encode give other bytes");
    }

    private void cutByDeadline(int offset) throws IOException {
      var connection = ScriptedConnection.cutAt(stream, offset);
      var found = new ArrayList<F>();
      boolean cut = false;
      try {
        for (F each = next(connection); each != null; each = next(connection)) {
          found.add(each);
        }
      } catch (DeadlineExceededException e) {
        cut = true;
      }
      require(cut, "a deadline after " + offset + " bytes was not heeded");
      requireAll(found, connection, "with a deadline after " + offset + " bytes");
    }

    /** All messages that are whole come; of one that is not, an error or, as of a line, a part. */
    private void cutOff(int offset) throws IOException {
      var found = new ArrayList<F>();
      readUntilError(ScriptedConnection.dribbled(stream, offset), found, offset);
      long whole = ends.stream().filter(end -> end <= offset).count();
      require(
          found.size() >= whole && found.size() <= whole + 1,
          "cut off after " + offset + " bytes, with " + whole + " messages, came " + found.size());
      requireFirst(found.subList(0, (int) whole), "cut off after " + offset + " bytes");
    }

    private void damage() throws IOException {
      byte[] damaged = stream.clone();
      for (int wounds = random.nextInt(1, WOUNDS_MAX + 1);
          wounds > 0 && damaged.length > 0;
          wounds--) {
        damaged = wound(damaged);
      }
      var connection = ScriptedConnection.split(damaged, random);
      long before = Allocations.ofThisThread();
      readUntilError(connection, new ArrayList<>(), damaged.length);
      long taken = before == Allocations.UNKNOWN ? 0 : Allocations.ofThisThread() - before;
      require(
          taken <= MEMORY_ANYHOW + MEMORY_PER_BYTE * damaged.length,
          "of %s damaged bytes, %s bytes of memory were taken".formatted(damaged.length, taken));
    }

    private byte[] wound(byte[] healthy) {
      int at = random.nextInt(healthy.length);
      int end = Math.min(healthy.length, at + random.nextInt(1, 2 + healthy.length / 4));
      var wounded = new ByteArrayOutputStream();
      wounded.write(healthy, 0, at);
      switch (random.nextInt(5)) {
        case 0 -> wounded.write(random.nextInt()); // another byte
        case 1 -> wounded.write(healthy, at, end - at); // a piece twice
        case 2 -> at = end - 1; // a piece is missing
        case 3 -> wounded.write(0xFF); // what a length should never be
        default -> wounded.write(healthy[at] ^ 1 << random.nextInt(Byte.SIZE));
      }
      int rest = Math.min(healthy.length, at + random.nextInt(2));
      wounded.write(healthy, rest, healthy.length - rest);
      return wounded.toByteArray();
    }

    /** Reads on behind bad messages; any other error than a clean one is thrown. */
    private void readUntilError(ScriptedConnection connection, List<F> found, int bytes)
        throws IOException {
      for (int reads = 0; reads <= bytes + 1; reads++) {
        try {
          F message = next(connection);
          if (message == null) {
            require(next(connection) == null, "a message came behind the end of the stream");
            return;
          }
          found.add(message);
        } catch (BadMessageException one) {
          require(one.getMessage() != null, "an error without a sentence");
        } catch (UnexpectedEofException | ProtocolException end) {
          require(end.getMessage() != null, "an error without a sentence");
          return;
        }
      }
      throw new AssertionError("more messages than bytes: a read takes nothing");
    }

    private static void require(boolean kept, String sentence) {
      if (!kept) {
        throw new AssertionError(sentence);
      }
    }
  }
}
