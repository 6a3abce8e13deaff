package switchboard.contracts;

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

/**
 * Specifies half-close: each direction of a connection can end while the other one continues.
 * {@link ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface HalfCloseContract extends NetworkContract {

  @Test
  default void aHalfClosedStreamStillReads(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().write(TestBytes.text("question"));
    pair.client().shutdownOutput();
    assertEquals("question", new String(TestBytes.readAll(pair.server()), UTF_8));
    pair.server().write(TestBytes.text("answer"));
    pair.server().close();
    assertEquals("answer", new String(TestBytes.readAll(pair.client()), UTF_8));
  }

  @Test
  default void eachSideMayEndFirst(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.server().shutdownOutput();
    assertEquals(-1, pair.client().read(ByteBuffer.allocate(1)));
    pair.client().write(TestBytes.text("more"));
    pair.client().shutdownOutput();
    assertEquals("more", new String(TestBytes.readAll(pair.server()), UTF_8));
    assertTrue(pair.client().isOpen());
    assertTrue(pair.server().isOpen());
  }

  @Test
  default void shutdownOutputEndsABlockedReadOfThePeer(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    TestTask<Integer> reader = scope.call(() -> pair.server().read(ByteBuffer.allocate(1)));
    reader.awaitBlocked();
    pair.client().shutdownOutput();
    assertEquals(-1, reader.result());
  }

  @Test
  default void shutdownOutputMayBeRepeatedAndEndsWriting(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    Connection end = pair.client();
    end.shutdownOutput();
    end.shutdownOutput();
    var one = ByteBuffer.allocate(1);
    var broken = assertThrows(OutputBrokenException.class, () -> end.write(one));
    assertThrows(OutputBrokenException.class, () -> end.tryWrite(one));
    assertEquals(1, one.remaining());
    TestBytes.assertNames(broken, "write", end);
    pair.server().write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(end, 1));
  }

  @Test
  default void shutdownOutputWaitsForAWriteThatIsUnderWay(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    byte[] sent = TestBytes.random(4, TestBytes.MORE_THAN_FITS);
    TestTask<?> writer =
        scope.start(() -> pair.client().write(ByteBuffer.wrap(sent))).awaitBlocked();
    TestTask<?> ending = scope.start(() -> pair.client().shutdownOutput()).awaitBlocked();
    assertArrayEquals(sent, TestBytes.readAll(pair.server()));
    writer.result();
    ending.result();
  }

  @Test
  default void shutdownInputEndsReadingAndLeavesWriting(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    Connection end = pair.client();
    end.shutdownInput();
    end.shutdownInput();
    for (int i = 0; i < 3; i++) {
      assertEquals(-1, end.read(ByteBuffer.allocate(1)));
      assertEquals(-1, end.tryRead(ByteBuffer.allocate(1)));
      end.awaitReadable();
    }
    end.write(TestBytes.text("still here"));
    assertEquals("still here", TestBytes.readText(pair.server(), 10));
  }

  @Test
  default void shutdownInputEndsABlockedRead(TestScope scope) throws Exception {
    Connection end = pair(scope).client();
    TestTask<Integer> reader = scope.call(() -> end.read(ByteBuffer.allocate(1))).awaitBlocked();
    end.shutdownInput();
    assertEquals(-1, reader.result());
  }

  @Test
  default void shutdownInputReturnsWhoAwaitsReadable(TestScope scope) throws Exception {
    Connection end = pair(scope).client();
    TestTask<?> waiting = scope.start(() -> end.awaitReadable()).awaitBlocked();
    end.shutdownInput();
    waiting.result();
    assertEquals(-1, end.tryRead(ByteBuffer.allocate(1)));
  }
}
