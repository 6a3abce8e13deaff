package switchboard.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Tests access to the bytes of a {@link Slice}, and that the slice becomes invalid when its source
 * is used again.
 */
class SliceTest {

  private static Slice expired() throws Exception {
    Source source = Source.of(ByteBuffer.wrap(new byte[] {'1', '2', '3'}));
    Slice slice = source.readSlice(0, 3, 0);
    assertEquals(3, slice.length());
    assertEquals("123", slice.text());
    assertTrue(source.exhausted());
    return slice;
  }

  @Test
  void everyMethodSaysThatTheSliceIsOver() throws Exception {
    Slice over = expired();
    Executable[] all = {
      over::length,
      () -> over.byteAt(0),
      () -> over.shortAt(0, ByteOrder.BIG_ENDIAN),
      () -> over.intAt(0, ByteOrder.BIG_ENDIAN),
      () -> over.longAt(0, ByteOrder.BIG_ENDIAN),
      () -> over.shorten(0),
      over::toBytes,
      () -> over.copyTo(0, new byte[0], 0, 0),
      over::buffer,
      over::text,
      () -> over.indexOf((byte) 0, 0),
      over::hashCode,
      () -> over.equals(Slice.of(new byte[0])),
      () -> Slice.of(new byte[0]).equals(over)
    };
    for (Executable each : all) {
      assertThrows(IllegalStateException.class, each);
    }
  }

  @Test
  void whatItIsCanBePrintedAtAnyTime() throws Exception {
    assertEquals("a slice that is no longer valid", expired().toString());
    assertEquals("2 bytes", Slice.of(new byte[2]).toString());
  }
}
