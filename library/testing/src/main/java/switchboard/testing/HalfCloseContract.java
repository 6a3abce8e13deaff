package switchboard.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.OutputBrokenException;
import switchboard.net.spi.Capability;

/** That each direction ends by itself: a part of {@link ConnectionContract}. */
public interface HalfCloseContract extends NetworkContract {

  @Test
  default void aHalfClosedStreamStillReads(Scope scope) throws Exception {
    Scope.Pair pair = pair(scope);
    pair.client().write(Bytes.text("question"));
    pair.client().shutdownOutput();
    assertEquals("question", new String(Bytes.readAll(pair.server()), UTF_8));
    pair.server().write(Bytes.text("answer"));
    pair.server().close();
    assertEquals("answer", new String(Bytes.readAll(pair.client()), UTF_8));
  }

  @Test
  default void eachSideMayEndFirst(Scope scope) throws Exception {
    Scope.Pair pair = pair(scope);
    pair.server().shutdownOutput();
    assertEquals(-1, pair.client().read(ByteBuffer.allocate(1)));
    pair.client().write(Bytes.text("more"));
    pair.client().shutdownOutput();
    assertEquals("more", new String(Bytes.readAll(pair.server()), UTF_8));
    assertTrue(pair.client().isOpen());
    assertTrue(pair.server().isOpen());
  }

  @Test
  default void shutdownOutputEndsABlockedReadOfThePeer(Scope scope) throws Exception {
    Scope.Pair pair = pair(scope);
    Task<Integer> reader = scope.call(() -> pair.server().read(ByteBuffer.allocate(1)));
    reader.awaitBlocked();
    pair.client().shutdownOutput();
    assertEquals(-1, reader.result());
  }

  @Test
  default void shutdownOutputMayBeRepeatedAndEndsWriting(Scope scope) throws Exception {
    Scope.Pair pair = pair(scope);
    Connection end = pair.client();
    end.shutdownOutput();
    end.shutdownOutput();
    var one = ByteBuffer.allocate(1);
    var broken = assertThrows(OutputBrokenException.class, () -> end.write(one));
    assertThrows(OutputBrokenException.class, () -> end.tryWrite(one));
    assertEquals(1, one.remaining());
    Bytes.assertNames(broken, "write", end);
    pair.server().write(Bytes.text("x"));
    assertEquals("x", Bytes.readText(end, 1));
  }

  @Test
  default void shutdownOutputWaitsForAWriteThatIsUnderWay(Scope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    Scope.Pair pair = pair(scope);
    byte[] sent = Bytes.random(4, Bytes.MORE_THAN_FITS);
    Task<?> writer = scope.start(() -> pair.client().write(ByteBuffer.wrap(sent))).awaitBlocked();
    Task<?> ending = scope.start(() -> pair.client().shutdownOutput()).awaitBlocked();
    assertArrayEquals(sent, Bytes.readAll(pair.server()));
    writer.result();
    ending.result();
  }

  @Test
  default void shutdownInputEndsReadingAndLeavesWriting(Scope scope) throws Exception {
    Scope.Pair pair = pair(scope);
    Connection end = pair.client();
    end.shutdownInput();
    end.shutdownInput();
    for (int i = 0; i < 3; i++) {
      assertEquals(-1, end.read(ByteBuffer.allocate(1)));
      assertEquals(-1, end.tryRead(ByteBuffer.allocate(1)));
      end.awaitReadable();
    }
    end.write(Bytes.text("still here"));
    assertEquals("still here", Bytes.readText(pair.server(), 10));
  }

  @Test
  default void shutdownInputEndsABlockedRead(Scope scope) throws Exception {
    Connection end = pair(scope).client();
    Task<Integer> reader = scope.call(() -> end.read(ByteBuffer.allocate(1))).awaitBlocked();
    end.shutdownInput();
    assertEquals(-1, reader.result());
  }

  @Test
  default void shutdownInputReturnsWhoAwaitsReadable(Scope scope) throws Exception {
    Connection end = pair(scope).client();
    Task<?> waiting = scope.start(() -> end.awaitReadable()).awaitBlocked();
    end.shutdownInput();
    waiting.result();
    assertEquals(-1, end.tryRead(ByteBuffer.allocate(1)));
  }
}
