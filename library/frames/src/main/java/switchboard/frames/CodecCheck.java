package switchboard.frames;

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
import switchboard.net.TruncatedException;

/**
 * Looks by chance whether a codec keeps to what {@link Codec} promises: for the test of a codec of
 * one's own. Streams of random messages come whole, in random pieces, cut by a deadline, cut off,
 * and damaged.
 *
 * <pre>{@code
 * Codec<String> codec = Codec.lines().max(1, Size.KIB); // or one's own
 * CodecCheck.of(codec, random -> Integer.toString(random.nextInt())).run(1, 1000);
 * }</pre>
 *
 * <p>Messages have to last and to be equal by value: a codec that lends, or makes records with
 * arrays in them, is checked through {@link Codec#map}. Memory that is taken on the word of a
 * damaged length is found too, where the JVM tells what a thread takes: not on virtual threads.
 *
 * <p>Immutable.
 *
 * @param <F> a message; compared by {@link Objects#deepEquals}
 */
public final class CodecCheck<F> {
  private static final int MESSAGES_MAX = 5;
  private static final int WOUNDS_MAX = 4;

  /**
   * A read may well take so much memory for each byte that came: small objects, many times over.
   */
  private static final long MEMORY_PER_BYTE = 1024;

  /** It may take so much anyhow: a large buffer, an error with its stack. */
  private static final long MEMORY_ANYHOW = 8 << 20;

  private final Codec<F> codec;
  private final Function<? super RandomGenerator, ? extends F> messages;

  /** How many messages a stream has at most. */
  private final int messagesMax;

  private CodecCheck(
      Codec<F> codec, Function<? super RandomGenerator, ? extends F> messages, int messagesMax) {
    this.codec = codec;
    this.messages = messages;
    this.messagesMax = messagesMax;
  }

  /** A check of {@code codec} by messages that {@code messages} makes. */
  public static <F> CodecCheck<F> of(
      Codec<F> codec, Function<? super RandomGenerator, ? extends F> messages) {
    return new CodecCheck<>(codec, messages, MESSAGES_MAX);
  }

  /** The same, with one message in each stream: for those that end where the stream does. */
  public CodecCheck<F> alone() {
    return new CodecCheck<>(codec, messages, 1);
  }

  /**
   * Looks {@code rounds} times, each time with other messages.
   *
   * @param seed of the first round; each round has one more, and the same seed is the same round
   * @throws IllegalArgumentException when there are no rounds
   * @throws AssertionError when the codec does not keep its promises, with the seed of that round
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
        all.writeBytes(codec.encode(message));
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
      return codec.read(connection.source());
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
      ScriptedConnection connection = ScriptedConnection.whole(stream);
      for (F each : sent) {
        codec.write(each, connection.sink());
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
        } catch (TruncatedException | ProtocolException end) {
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
