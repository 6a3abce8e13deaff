package switchboard.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.net.Sink;
import switchboard.net.Source;

/** The check of codecs finds what is wrong with one, and nothing wrong with ours. */
class CodecCheckTest {
  /** So long all our codecs are looked at by chance; more can be asked for. */
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("switchboard.fuzz", 4));

  private static final int ROUNDS = 50;

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void ourCodecsKeepTheirPromisesForAsLongAsIsAskedFor() {
    long seed = Long.getLong("switchboard.seed", System.nanoTime());
    System.out.println("-Dswitchboard.seed=" + seed + " has the same messages");
    var checks = Sample.all().map(CodecCheckTest::check).toList();
    long end = System.nanoTime() + LENGTH.toNanos();
    long first = seed;
    do {
      for (CodecCheck<?> each : checks) {
        each.run(first, ROUNDS);
      }
      first += ROUNDS;
    } while (System.nanoTime() < end);
  }

  private static <F> CodecCheck<F> check(Sample<F> sample) {
    List<F> messages = sample.messages();
    return CodecCheck.of(sample.codec(), random -> messages.get(random.nextInt(messages.size())));
  }

  /** One byte for the length, then so many; each of these has something wrong with it. */
  abstract static class Wrong implements Codec<byte[]> {
    @Override
    public byte @Nullable [] read(Source source) throws IOException {
      if (!Need.first(source, 1)) {
        return null;
      }
      int length = source.byteAt(0) & 0xFF;
      Need.all(source, 1 + length);
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

    @Override
    public String toString() {
      return getClass().getSimpleName();
    }
  }

  static final class TakesItsLengthBeforeTheRestHasCome extends Wrong {
    @Override
    public byte @Nullable [] read(Source source) throws IOException {
      return source.exhausted() ? null : source.readExactly(source.readByte() & 0xFF);
    }
  }

  static final class GivesWhatIsThere extends Wrong {
    @Override
    public byte @Nullable [] read(Source source) throws IOException {
      if (!Need.first(source, 1)) {
        return null;
      }
      int length = Math.min(source.byteAt(0) & 0xFF, source.buffered() - 1);
      source.skip(1);
      return source.readExactly(length);
    }
  }

  static final class LosesTheLastByte extends Wrong {
    @Override
    public byte[] encode(byte[] frame) {
      return super.encode(frame.length < 9 ? frame : Arrays.copyOf(frame, 8));
    }
  }

  static final class BelievesWhatComes extends Wrong {
    @Override
    public byte @Nullable [] read(Source source) throws IOException {
      byte[] frame = super.read(source);
      int[] known = new int[32];
      if (frame != null && frame.length > 0) {
        known[frame.length]++;
      }
      return frame;
    }
  }

  static final class WritesSomethingElse extends Wrong {
    @Override
    public void write(byte[] frame, Sink sink) throws IOException {
      sink.write(frame);
    }
  }

  static Stream<Wrong> wrong() {
    return Stream.of(
        new TakesItsLengthBeforeTheRestHasCome(),
        new GivesWhatIsThere(),
        new LosesTheLastByte(),
        new BelievesWhatComes(),
        new WritesSomethingElse());
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aCodecThatBreaksAPromiseIsFound(Wrong codec) {
    var error = assertThrows(AssertionError.class, () -> check(codec).run(1, 300));
    assertTrue(error.getMessage().startsWith("with seed "), error.getMessage());
  }

  @Test
  void theSameCodecWithNothingWrongPasses() {
    check(new Wrong() {}).run(1, 300);
  }

  @Test
  void aCodecThatNeverEndsIsFoundAndDoesNotHangTheCheck() {
    assertThrows(AssertionError.class, () -> check(new NeverTakes()).run(1, 1));
  }

  /** Gives the same message again and again. */
  static final class NeverTakes extends Wrong {
    @Override
    public byte @Nullable [] read(Source source) throws IOException {
      return source.request(1) ? source.peek(1) : new byte[0];
    }
  }

  private static CodecCheck<byte[]> check(Codec<byte[]> codec) {
    return CodecCheck.of(codec, CodecCheckTest::message);
  }

  private static byte[] message(RandomGenerator random) {
    byte[] message = new byte[random.nextInt(30)];
    random.nextBytes(message);
    return message;
  }

  @Test
  void theSeedOfAFailureGivesItAgain() {
    var check = check(new LosesTheLastByte());
    var error = assertThrows(AssertionError.class, () -> check.run(1, 300));
    long seed = Long.parseLong(error.getMessage().replaceAll("with seed ([0-9]+):.*", "$1"));
    var again = assertThrows(AssertionError.class, () -> check.run(seed, 1));
    assertEquals(error.getMessage(), again.getMessage());
  }
}
