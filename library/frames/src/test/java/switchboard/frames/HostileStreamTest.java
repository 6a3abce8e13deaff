package switchboard.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;
import switchboard.net.BadMessageException;
import switchboard.net.BadTextException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.LimitExceededException;
import switchboard.net.UnexpectedEofException;
import switchboard.net.spi.support.BufferPool;
import switchboard.testkit.internal.ScriptedConnection;

/**
 * Tests that memory stays bounded if peers send invalid lengths, endless messages or truncated
 * messages.
 */
class HostileStreamTest {
  private static final long SMALL = 1024 * 1024;

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /**
   * Returns the exception that {@code body} throws. Asserts that {@code body} allocates at most
   * {@code bytesMax} bytes.
   */
  private static <E extends Exception> E failsWithin(
      long bytesMax, Class<E> type, ThrowingSupplier<?> body) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    E error = assertThrows(type, body::get);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated <= bytesMax, allocated + " bytes were allocated");
    return error;
  }

  @Test
  void aLengthOfFourGigabytesIsACorruptStreamAndTakesNoMemory() {
    var codec = Codec.lengthPrefixed().max(1, Size.MIB);
    var connection = ScriptedConnection.whole(bytes(255, 255, 255, 255, 1, 2, 3));
    var error =
        failsWithin(SMALL, CorruptStreamException.class, () -> codec.read(connection.source()));
    assertEquals("message length 4294967295 is out of range (0 to 1048576)", error.getMessage());
  }

  @Test
  void aLengthOfEightBytesIsReadWithoutASign() {
    var codec = Codec.lengthPrefixed().prefixBytes(8).max(16, Size.BYTES);
    var connection = ScriptedConnection.whole(bytes(255, 255, 255, 255, 255, 255, 255, 255));
    var error = assertThrows(CorruptStreamException.class, () -> codec.read(connection.source()));
    assertEquals(
        "message length 18446744073709551615 is out of range (0 to 16)", error.getMessage());
  }

  @Test
  void aLengthThatCountsItselfAndIsShorterThanItselfIsACorruptStream() {
    var codec = Codec.lengthPrefixed().lengthIncludesPrefix().max(16, Size.BYTES);
    var connection = ScriptedConnection.whole(bytes(0, 0, 0, 3));
    var error = assertThrows(CorruptStreamException.class, () -> codec.read(connection.source()));
    assertEquals("message length 3 is out of range (4 to 20)", error.getMessage());
  }

  @Test
  void aLengthThatCountsItselfAndWrapsAroundIsACorruptStream() {
    var codec = Codec.lengthPrefixed().prefixBytes(8).lengthIncludesPrefix().max(16, Size.BYTES);
    var connection = ScriptedConnection.whole(bytes(0x80, 0, 0, 0, 0, 0, 0, 0));
    assertThrows(CorruptStreamException.class, () -> codec.read(connection.source()));
  }

  @Test
  void aLengthWithinTheMaximumTakesMemoryOnlyAsItsBytesArrive() {
    var codec = Codec.lengthPrefixed().max(1024, Size.MIB);
    var connection =
        ScriptedConnection.whole(bytes(0x40, 0, 0, 0, 1, 2, 3)); // announces 1 GiB, sends 3 bytes
    var error =
        failsWithin(SMALL, UnexpectedEofException.class, () -> codec.read(connection.source()));
    assertTrue(error.getMessage().contains("7 of 1073741828 bytes"), error.getMessage());
  }

  @Test
  void aLineOfTenMegabytesIsTooLongInBoundedMemoryAndTheNextOneIsRead() throws Exception {
    byte[] piece = new byte[64 * 1024];
    Arrays.fill(piece, (byte) 'x');
    byte[] after = "\nnext\n".getBytes(UTF_8);
    var connection = ScriptedConnection.repeated(piece, 160).add(after, 0, after.length);
    var codec = Codec.lines().max(8, Size.KIB);
    var error =
        failsWithin(SMALL, LimitExceededException.class, () -> codec.read(connection.source()));
    assertEquals("no delimiter within the limit of 8192 bytes", error.getMessage());
    assertTrue(connection.taken() <= BufferPool.BYTES, "it read on");

    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertEquals(160L * piece.length, connection.source().skipPast((byte) '\n'));
    assertTrue(threads.getCurrentThreadAllocatedBytes() - before <= SMALL);
    assertEquals("next", codec.read(connection.source()));
    assertNull(codec.read(connection.source()));
  }

  @Test
  void aLineThatIsTooLongIsSaidAgainUntilItIsSkipped() throws Exception {
    byte[] stream = "123456\n12345\n".getBytes(UTF_8);
    var connection = ScriptedConnection.whole(stream);
    var codec = Codec.lines().max(5, Size.BYTES);
    assertThrows(LimitExceededException.class, () -> codec.read(connection.source()));
    assertThrows(LimitExceededException.class, () -> codec.read(connection.source()));
    connection.source().skipPast((byte) '\n');
    assertEquals("12345", codec.read(connection.source()));
  }

  @Test
  void aLineThatIsNotUtf8IsABadMessageAndTheNextOneIsRead() throws Exception {
    byte[] stream = bytes('a', 0xC3, 0x28, '\n', 'o', 'k', '\n', 0xFF, '\n', 'z', '\n');
    var connection = ScriptedConnection.whole(stream);
    var codec = Codec.lines().max(5, Size.BYTES);
    var error = assertThrows(BadTextException.class, () -> codec.read(connection.source()));
    assertEquals("a message of 3 bytes is not UTF-8 text", error.getMessage());
    assertEquals("ok", codec.read(connection.source()));
    assertThrows(BadTextException.class, () -> codec.read(connection.source()));
    assertEquals("z", codec.read(connection.source()));
    assertNull(codec.read(connection.source()));
  }

  @Test
  void aLineOfTheMaximumMayEndInCrLf() throws Exception {
    var connection = ScriptedConnection.whole("12345\r\n123456\r\n".getBytes(UTF_8));
    var codec = Codec.lines().max(5, Size.BYTES);
    assertEquals("12345", codec.read(connection.source()));
    assertThrows(LimitExceededException.class, () -> codec.read(connection.source()));
  }

  @Test
  void theLargestMaximumOfAllIsAMaximum() throws Exception {
    int most = Integer.MAX_VALUE - 64;
    var connection = ScriptedConnection.whole("first\n2nd\nline\nbytes\0".getBytes(UTF_8));
    assertEquals("first", connection.source().readLine(Integer.MAX_VALUE));
    byte[] second = connection.source().readUntil((byte) '\n', Integer.MAX_VALUE);
    assertEquals("2nd", new String(second, UTF_8));
    assertEquals("line", Codec.lines().max(most, Size.BYTES).read(connection.source()));
    byte[] rest = Codec.delimitedBy(0).max(most, Size.BYTES).read(connection.source());
    assertEquals("bytes", new String(rest, UTF_8));
  }

  @Test
  void whatWouldSmuggleALineIsOneBadMessageAndTheNextOneIsRead() throws Exception {
    var codec = Codec.lines().crlf().max(40, Size.BYTES);
    for (String bad : List.of("a\nQUIT", "a\rQUIT", "a\r\r", "\n", "\n.\n", "\r", "end\n.")) {
      byte[] stream = (bad + "\r\nok\r\n").getBytes(UTF_8);
      for (int cut = 0; cut < stream.length; cut++) {
        var connection = ScriptedConnection.cutAt(stream, cut);
        boolean bads = false;
        String read = null;
        for (int i = 0; i < 3 && read == null; i++) {
          try {
            read = codec.read(connection.source());
          } catch (DeadlineExceededException repeated) {
            assertNull(read);
          } catch (BadMessageException one) {
            assertFalse(bads, "one bad message, not two");
            bads = true;
          }
        }
        assertTrue(bads, bad);
        assertEquals("ok", read, bad);
      }
    }
  }

  @Test
  void aLineThatEndsWithCrLfIsEncodedAsItIsReadBack() throws Exception {
    var codec = Codec.lines().crlf().max(3, Size.BYTES);
    assertEquals("abc\r\n", new String(codec.encode("abc"), UTF_8));
    for (String bad : List.of("abcd", "\r", "\n", "a\rb", "a\nb", "\uD800")) {
      assertThrows(IllegalArgumentException.class, () -> codec.encode(bad));
    }
    var unended = ScriptedConnection.whole("abc".getBytes(UTF_8));
    assertThrows(UnexpectedEofException.class, () -> codec.read(unended.source()));
  }
}
