package switchboard.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.frames.internal.RequiredInput;
import switchboard.net.BadMessageException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Sink;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;
import switchboard.testkit.CodecContract;

/**
 * Tests that {@code CodecContract} finds the faults of broken codecs, and no faults in the
 * library's codecs.
 */
class CodecContractTest {
  /** The total time for random tests; the system property sets a different number of seconds. */
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("switchboard.fuzz", 4));

  private static final int ROUNDS = 50;

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void ourCodecsKeepTheirPromisesForAsLongAsIsAskedFor() {
    long seed = Long.getLong("switchboard.seed", System.nanoTime());
    System.out.println("-Dswitchboard.seed=" + seed + " has the same messages");
    var checks = Sample.all().map(CodecContractTest::check).toList();
    long end = System.nanoTime() + LENGTH.toNanos();
    long first = seed;
    do {
      for (CodecContract<?> each : checks) {
        each.run(first, ROUNDS);
      }
      first += ROUNDS;
    } while (System.nanoTime() < end);
  }

  private static <F> CodecContract<F> check(Sample<F> sample) {
    List<F> messages = sample.messages();
    return contract(sample.codec(), random -> messages.get(random.nextInt(messages.size())));
  }

  /** A correct codec: one byte for the length, then the message. */
  private static class Right implements Codec<byte[]> {
    @Override
    public byte @Nullable [] read(Source source) throws IOException {
      if (!RequiredInput.first(source, 1)) {
        return null;
      }
      int length = source.byteAt(0) & 0xFF;
      RequiredInput.all(source, 1 + length);
      source.skip(1);
      return source.readExactly(length);
    }

    @Override
    public byte[] encode(byte[] frame) {
      byte[] encoded = new byte[1 + frame.length];
      encoded[0] = (byte) frame.length;
      System.arraycopy(frame, 0, encoded, 1, frame.length);
      return encoded;
    }
  }

  private interface Reading {
    byte @Nullable [] read(Codec<byte[]> right, Source source) throws IOException;
  }

  /** Returns {@link Right} with a different read method. */
  private static Codec<byte[]> reading(Reading reading) {
    return new Right() {
      private final Right right = new Right();

      @Override
      public byte @Nullable [] read(Source source) throws IOException {
        return reading.read(right, source);
      }
    };
  }

  record Wrong(String fault, String found, Codec<byte[]> codec) {
    @Override
    public String toString() {
      return fault;
    }
  }

  static Stream<Wrong> wrong() {
    return Stream.of(wrongInPieces(), wrongAtTheEnd(), wrongWhenDamaged()).flatMap(each -> each);
  }

  private static Stream<Wrong> wrongInPieces() {
    return Stream.of(
        new Wrong(
            "takes too much of what is there",
            "delivered at once: message ",
            reading((right, source) -> trimmed(right.read(source), source.buffered() > 40))),
        new Wrong(
            "minds whether anything is there behind the length",
            "delivered byte by byte: message ",
            reading((right, source) -> {
              boolean alone = source.request(1) && source.buffered() == 1;
              return trimmed(right.read(source), alone);
            })),
        new Wrong(
            "minds how many came at once",
            "delivered in random pieces: ",
            reading((right, source) -> {
              boolean some = source.request(1) && source.buffered() > 1;
              boolean few = some && source.buffered() < Math.min(9, 1 + source.byteAt(0));
              return trimmed(right.read(source), few);
            })),
        new Wrong(
            "takes its length before the rest has come",
            "delivered with a deadline after ",
            reading((_, source) ->
                source.exhausted() ? null : source.readExactly(source.readByte() & 0xFF))),
        new Wrong(
            "waits on where it should stop",
            "was not propagated",
            reading((right, source) -> {
              try {
                return right.read(source);
              } catch (DeadlineExceededException ignored) {
                return right.read(source);
              }
            })),
        new Wrong(
            "writes something else",
            "write and encode produce different bytes",
            new Right() {
              @Override
              public void write(byte[] frame, Sink sink) throws IOException {
                sink.write(frame);
              }
            }));
  }

  private static Stream<Wrong> wrongAtTheEnd() {
    return Stream.of(
        new Wrong(
            "gives halves at the end",
            "truncated after ",
            reading((right, source) -> {
              try {
                return right.read(source);
              } catch (UnexpectedEofException end) {
                return source.readExactly(1);
              }
            })),
        new Wrong(
            "looks for the next one first",
            "truncated after ",
            reading((right, source) ->
                source.atomically(() -> {
                  byte[] frame = right.read(source);
                  if (source.request(1)) {
                    RequiredInput.all(source, 1 + (source.byteAt(0) & 0xFF));
                  }
                  return frame;
                }))));
  }

  private static Stream<Wrong> wrongWhenDamaged() {
    return Stream.of(
        new Wrong(
            "believes what comes",
            "Index ",
            reading((right, source) -> {
              byte[] frame = right.read(source);
              int[] known = new int[32];
              known[frame == null ? 0 : frame.length]++;
              return frame;
            })),
        new Wrong(
            "takes memory on the word of a length",
            "bytes of memory",
            reading((right, source) -> {
              int announced = source.request(1) ? source.byteAt(0) & 0xFF : 0;
              byte[] room = new byte[announced > 30 ? announced << 20 : announced];
              return room.length < 0 ? null : right.read(source);
            })),
        new Wrong(
            "says nothing of a corrupt stream",
            "an exception without a message",
            reading((right, source) -> {
              if (source.request(1) && (source.byteAt(0) & 0xFF) > 30) {
                throw new ProtocolException();
              }
              return right.read(source);
            })),
        new Wrong(
            "takes nothing of a bad message",
            "more reads than bytes: a read consumes nothing",
            reading((right, source) -> {
              if (source.request(1) && (source.byteAt(0) & 0xFF) > 30) {
                throw new BadMessageException("too long");
              }
              return right.read(source);
            })),
        new Wrong(
            "goes on behind the end",
            "delivered at once: more messages than were sent",
            reading((right, source) -> source.exhausted() ? new byte[0] : right.read(source))),
        new Wrong(
            "loses the last byte",
            "message ",
            new Right() {
              @Override
              public byte[] encode(byte[] frame) {
                return super.encode(frame.length < 9 ? frame : Arrays.copyOf(frame, 8));
              }
            }));
  }

  private static byte @Nullable [] trimmed(byte @Nullable [] frame, boolean now) {
    return frame != null && now && frame.length > 0
        ? Arrays.copyOf(frame, frame.length - 1)
        : frame;
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aCodecThatBreaksAPromiseIsFound(Wrong wrong) {
    var error = assertThrows(AssertionError.class, () -> check(wrong.codec).run(1, 300));
    assertTrue(error.getMessage().matches("seed [0-9]+: .*"), error.getMessage());
    assertTrue(error.getMessage().contains(wrong.found), error.getMessage());
  }

  @Test
  void theSameCodecWithNothingWrongPasses() {
    check(new Right()).run(1, 300);
  }

  @Test
  void aCheckWithoutRoundsIsRefused() {
    var error = assertThrows(IllegalArgumentException.class, () -> check(new Right()).run(1, 0));
    assertEquals("rounds must be at least 1, not 0", error.getMessage());
  }

  private static CodecContract<byte[]> check(Codec<byte[]> codec) {
    return contract(codec, CodecContractTest::message);
  }

  private static <F> CodecContract<F> contract(
      Codec<F> codec, Function<? super RandomGenerator, ? extends F> messages) {
    return CodecContract.of(codec::read, codec::encode, messages).withWriter(codec::write);
  }

  private static byte[] message(RandomGenerator random) {
    byte[] message = new byte[random.nextInt(30)];
    random.nextBytes(message);
    return message;
  }

  @Test
  void theSeedOfAFailureGivesItAgain() {
    var check = check(wrong().reduce((_, last) -> last).orElseThrow().codec);
    var error = assertThrows(AssertionError.class, () -> check.run(1, 300));
    long seed = Long.parseLong(error.getMessage().replaceAll("seed ([0-9]+):.*", "$1"));
    var again = assertThrows(AssertionError.class, () -> check.run(seed, 1));
    assertEquals(error.getMessage(), again.getMessage());
  }
}
