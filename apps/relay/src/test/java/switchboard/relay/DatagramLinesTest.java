package switchboard.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.net.Source;

/** Tests that a relay sends each typed line as a datagram. */
class DatagramLinesTest {
  private static final int MOST = DatagramRelay.SENT_BYTES_MAX;

  private static List<String> lines(String typed) throws IOException {
    Source source = Source.of(ByteBuffer.wrap(typed.getBytes(UTF_8)));
    List<String> lines = new ArrayList<>();
    for (ByteBuffer line = DatagramRelay.line(source);
        line != null;
        line = DatagramRelay.line(source)) {
      lines.add(UTF_8.decode(line).toString());
    }
    return lines;
  }

  @Test
  void eachLineComesWithItsEndingAndTheLastOneMayLackIt() throws IOException {
    assertEquals(List.of("a\n", "\n", "b\r\n", "c"), lines("a\n\nb\r\nc"));
    assertEquals(List.of(), lines(""));
  }

  @Test
  void aLineLongerThanADatagramComesInPieces() throws IOException {
    for (int length = MOST - 1; length <= MOST + 1; length++) {
      String line = "x".repeat(length - 1) + "\n";
      List<String> pieces = lines(line + "next\n");
      assertEquals(
          length > MOST ? List.of("x".repeat(MOST), "\n") : List.of(line),
          pieces.subList(0, pieces.size() - 1));
      assertEquals("next\n", pieces.getLast());
    }
  }

  @Test
  void aLineCostsNotMuchMoreMemoryThanItHasBytes() throws IOException {
    int count = 100;
    Source source =
        Source.of(ByteBuffer.wrap(("x".repeat(MOST - 1) + "\n").repeat(count).getBytes(UTF_8)));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < count; i++) {
      assertEquals(MOST, Objects.requireNonNull(DatagramRelay.line(source)).remaining());
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 10L * count * MOST, () -> allocated + " bytes");
  }
}
