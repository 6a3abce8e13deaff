package switchboard.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.BadMessageException;
import switchboard.net.BadTextException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.LimitExceededException;
import switchboard.net.UnexpectedEofException;
import switchboard.net.spi.support.BufferPool;
import switchboard.testkit.internal.ScriptedConnection;

/**
 * Tests that every codec does what {@link Codec} specifies for any input, no matter how the input
 * is split into reads.
 */
@ParameterizedClass
@MethodSource("switchboard.frames.Sample#all")
class CodecTest<F> {
  private static final int GARBAGE_BYTES = 4096;

  private final Sample<F> sample;
  private final byte[] encoded;

  CodecTest(Sample<F> sample) {
    this.sample = sample;
    this.encoded = sample.encoded();
  }

  @Test
  void whatIsEncodedIsReadBackWhole() throws Exception {
    sample.assertAll(sample.readAll(ScriptedConnection.whole(encoded)), "whole");
  }

  @Test
  void whatIsEncodedIsReadBackByteByByte() throws Exception {
    var connection = ScriptedConnection.dribbled(encoded, encoded.length);
    sample.assertAll(sample.readAll(connection), "byte by byte");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 22, 333, 4444, 55555})
  void whatIsEncodedIsReadBackSplitAtRandom(long seed) throws Exception {
    for (int i = 0; i < 50; i++) {
      var connection = ScriptedConnection.split(encoded, new SplittableRandom(seed + i));
      sample.assertAll(sample.readAll(connection), "seed " + (seed + i));
    }
  }

  @Test
  void eachMessageIsDecodedFromItsBytes() throws Exception {
    var found = new ArrayList<F>();
    for (F each : sample.messages()) {
      ByteBuffer bytes = ByteBuffer.wrap(sample.codec().encode(each)).asReadOnlyBuffer();
      found.add(sample.codec().decode(bytes));
      assertEquals(0, bytes.position());
    }
    sample.assertAll(found, "decoded");
  }

  @Test
  void bytesThatAreNotOneMessageAreRefused() {
    Codec<F> codec = sample.codec();
    assertThrows(UnexpectedEofException.class, () -> codec.decode(ByteBuffer.allocate(0)));
    var two = ByteBuffer.wrap(encoded, 0, startOf(2));
    String sizes = "has %s of the %s bytes".formatted(startOf(1), startOf(2));
    var refused = assertThrows(BadMessageException.class, () -> codec.decode(two));
    assertTrue(refused.getMessage().contains(sizes), refused.getMessage());
    if (!endsWithTheStream()) {
      var cut = ByteBuffer.wrap(encoded, 0, startOf(1) - 1);
      assertThrows(UnexpectedEofException.class, () -> codec.decode(cut));
    }
  }

  @Test
  void aStreamCutAtEveryOffsetGivesTheWholeMessagesAndThenFailsCleanly() throws Exception {
    for (int offset = 0; offset < encoded.length; offset++) {
      var connection = ScriptedConnection.dribbled(encoded, offset);
      var found = new ArrayList<F>();
      boolean truncated = readUntilCut(connection, found);
      String when = "cut after " + offset + " bytes";
      if (endsWithTheStream()) { // the last line needs no line ending
        boolean between = offset == 0 || encoded[offset - 1] == '\n';
        sample.assertFirst(found.subList(0, wholeIn(offset)), wholeIn(offset), when);
        assertEquals(wholeIn(offset) + (between ? 0 : 1), found.size() + (truncated ? 1 : 0), when);
      } else {
        sample.assertFirst(found, wholeIn(offset), when);
        assertEquals(startOf(wholeIn(offset)) != offset, truncated, when);
      }
    }
  }

  private boolean readUntilCut(ScriptedConnection connection, List<F> found) throws IOException {
    try {
      for (F frame = read(connection); frame != null; frame = read(connection)) {
        found.add(frame);
      }
      assertNull(read(connection), "the end comes again and again");
      return false;
    } catch (UnexpectedEofException cut) {
      assertTrue(cut.getMessage().contains("ended"), cut.getMessage());
      return true;
    } catch (BadTextException cutInsideOneCharacter) {
      return true;
    }
  }

  private F read(ScriptedConnection connection) throws IOException {
    return sample.codec().read(connection.source());
  }

  private boolean endsWithTheStream() {
    return sample.name().equals("lines");
  }

  private int wholeIn(int bytes) {
    int count = 0;
    while (count < sample.messages().size() && startOf(count + 1) <= bytes) {
      count++;
    }
    return count;
  }

  private int startOf(int message) {
    return sample.messages().subList(0, message).stream()
        .mapToInt(each -> sample.codec().encode(each).length)
        .sum();
  }

  @Test
  void aReadThatIsCutByADeadlineAtAnyOffsetLosesNothingAndMayBeRepeated() throws Exception {
    for (int offset = 0; offset <= encoded.length; offset++) {
      var connection = ScriptedConnection.cutAt(encoded, offset);
      var found = new ArrayList<F>();
      assertThrows(DeadlineExceededException.class, () -> found.addAll(readOn(connection, found)));
      found.addAll(sample.readAll(connection));
      sample.assertAll(found, "cut at " + offset);
    }
  }

  /**
   * Reads all messages like {@link Sample#readAll}, and adds those read before a failure to {@code
   * found}.
   */
  private List<F> readOn(ScriptedConnection connection, List<F> found) throws IOException {
    for (F frame = read(connection); frame != null; frame = read(connection)) {
      found.add(frame);
    }
    return List.of();
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 88, 999})
  void garbageGivesMessagesOrACleanErrorAndNeverMoreThanTheMaximum(long seed) throws Exception {
    for (int i = 0; i < 200; i++) {
      var random = new SplittableRandom(seed + i);
      byte[] garbage = new byte[GARBAGE_BYTES];
      random.nextBytes(garbage);
      readGarbage(ScriptedConnection.split(garbage, random), "seed " + (seed + i));
    }
  }

  private void readGarbage(ScriptedConnection connection, String when) throws IOException {
    while (true) {
      try {
        F frame = read(connection);
        if (frame == null) {
          return;
        }
        assertTrue(length(frame) <= sample.bytesMax(), when);
      } catch (BadMessageException oneMessage) {
        String what = oneMessage.getMessage();
        assertTrue(what.matches("(?s).*(UTF-8|CRC|sum|bare).*"), when);
      } catch (LimitExceededException tooLong) {
        connection.source().skipPast(delimiter());
      } catch (CorruptStreamException | UnexpectedEofException end) {
        return;
      } finally {
        assertTrue(connection.source().buffered() <= BufferPool.BYTES, when);
      }
    }
  }

  private byte delimiter() {
    return switch (sample.name()) {
      case "delimited by 0" -> 0;
      case "delimited by 255" -> (byte) 255;
      case "lines", "lines that end with CR LF", "delimited by CR LF" -> '\n';
      case "delimited by one of several" -> ';';
      case "delimited by an escaped 7" -> 7;
      case "delimiter kept" -> '.';
      default -> throw new AssertionError(sample + " has no delimiter to be too far away");
    };
  }

  private int length(F frame) {
    return frame instanceof byte[] bytes ? bytes.length : sample.codec().encode(frame).length - 1;
  }
}
