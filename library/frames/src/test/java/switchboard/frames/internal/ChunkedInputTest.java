package switchboard.frames.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import switchboard.frames.Codec;
import switchboard.net.DeadlineExceededException;
import switchboard.testkit.internal.ScriptedConnection;

/**
 * Tests that one message can be read as a stream, and that the bytes after the message can then be
 * read from the source.
 */
class ChunkedInputTest {
  private static final byte[] STREAM = {0, 0, 0, 3, 'o', 'n', 'e', 0, 0, 0, 0, 'x', '\n'};

  @Test
  void itsEndComesAgainWhateverIsReadBehindIt() throws Exception {
    var source = ScriptedConnection.whole(STREAM).source();
    InputStream input = Codec.chunked().input(source);
    assertEquals("one", new String(input.readAllBytes(), UTF_8));
    assertEquals("x", source.readLine(9));
    assertEquals(-1, input.read());
    assertEquals(0, input.available());
    input.close();
  }

  @Test
  void aReadThatIsCutAtAnyByteMayBeRepeated() throws Exception {
    for (int cut = 0; cut < STREAM.length - 2; cut++) {
      InputStream input = Codec.chunked().input(ScriptedConnection.cutAt(STREAM, cut).source());
      var read = new ByteArrayOutputStream();
      assertThrows(DeadlineExceededException.class, () -> input.transferTo(read), "cut at " + cut);
      assertEquals(0, input.available());
      input.transferTo(read);
      assertEquals("one", read.toString(UTF_8));
    }
  }
}
