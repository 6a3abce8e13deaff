package switchboard.contracts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.spi.Capability;

/**
 * Requires that all bytes arrive, in the order in which they were written. {@link
 * ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface TransferContract extends NetworkContract {

  @Test
  default void aMebibyteInKibibytePiecesArrivesIntact(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    byte[] sent = TestBytes.random(1, 1024 * 1024);
    TestTask<Boolean> sender =
        scope.start(() -> {
          for (int at = 0; at < sent.length; at += 1024) {
            pair.client().write(ByteBuffer.wrap(sent, at, 1024));
          }
          pair.client().close();
        });
    assertArrayEquals(sent, TestBytes.readAll(pair.server()));
    sender.result();
  }

  @Test
  default void aThousandCountersGoBackAndForth(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    TestTask<Boolean> answering =
        scope.start(() -> {
          for (int i = 0; i < 1000; i++) {
            int value = ByteBuffer.wrap(TestBytes.read(pair.server(), 4)).getInt();
            pair.server().write(ByteBuffer.allocate(4).putInt(value + 1).flip());
          }
        });
    int counter = 0;
    for (int i = 0; i < 1000; i++) {
      pair.client().write(ByteBuffer.allocate(4).putInt(counter).flip());
      int answer = ByteBuffer.wrap(TestBytes.read(pair.client(), 4)).getInt();
      assertEquals(counter + 1, answer);
      counter = answer;
    }
    answering.result();
  }

  @Test
  default void bothDirectionsFlowAtOnce(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    byte[] there = TestBytes.random(2, 1024 * 1024);
    byte[] back = TestBytes.random(3, 1024 * 1024);
    TestTask<Boolean> sendThere = scope.start(() -> pair.client().write(ByteBuffer.wrap(there)));
    TestTask<Boolean> sendBack = scope.start(() -> pair.server().write(ByteBuffer.wrap(back)));
    TestTask<byte[]> readThere = scope.call(() -> TestBytes.read(pair.server(), there.length));
    assertArrayEquals(back, TestBytes.read(pair.client(), back.length));
    assertArrayEquals(there, readThere.result());
    sendThere.result();
    sendBack.result();
  }

  @Test
  default void dataSentBeforeTheEndArrivesBeforeTheEnd(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().write(TestBytes.text("final text"));
    pair.client().close();
    assertEquals("final text", TestBytes.readText(pair.server(), 10));
    assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
  }

  @Test
  default void theEndIsReadAgainAndAgain(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().shutdownOutput();
    for (int i = 0; i < 3; i++) {
      assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
      assertEquals(-1, pair.server().tryRead(ByteBuffer.allocate(1)));
      pair.server().awaitReadable();
    }
  }

  @Test
  default void transfersOfNoBytesReturnAtOnce(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    var none = ByteBuffer.allocate(0);
    assertEquals(0, pair.client().read(none));
    assertEquals(0, pair.client().tryRead(none));
    assertEquals(0, pair.client().tryWrite(none));
    pair.client().write(none);
    pair.client().write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(pair.server(), 1));
    pair.client().shutdownOutput();
    assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
    assertEquals(0, pair.server().read(none));
  }

  @Test
  default void aReadTakesWhatIsThereAndNotMoreThanFits(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().write(TestBytes.text("abcdef"));
    pair.client().shutdownOutput();
    var target = ByteBuffer.allocate(8);
    target.position(2).limit(5);
    int read = pair.server().read(target);
    assertTrue(read >= 1 && read <= 3, () -> "read gave " + read);
    assertEquals(2 + read, target.position());
    assertEquals(5, target.limit());
    assertEquals(0, target.get(1));
    assertEquals('a', target.get(2));
    assertEquals("abcdef".substring(read), new String(TestBytes.readAll(pair.server()), US_ASCII));
  }

  @Test
  default void everyKindOfBufferWillDo(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    var direct = ByteBuffer.allocateDirect(16);
    direct.put(TestBytes.text("direct")).flip();
    pair.client().write(direct);
    pair.client().write(TestBytes.text("readonly").asReadOnlyBuffer());
    pair.client().write(TestBytes.text("..slice..").slice(2, 5));
    assertEquals(0, direct.remaining());
    var target = ByteBuffer.allocateDirect(19);
    while (target.hasRemaining()) {
      assertTrue(pair.server().read(target) > 0);
    }
    byte[] taken = new byte[19];
    target.get(0, taken);
    assertEquals("directreadonlyslice", new String(taken, US_ASCII));
  }

  @Test
  default void aBufferMayBeChangedOnceTheCallHasReturned(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    byte[] reused = new byte[100];
    for (int i = 0; i < 100; i++) {
      Arrays.fill(reused, (byte) i);
      pair.client().write(ByteBuffer.wrap(reused));
    }
    Arrays.fill(reused, (byte) -1);
    byte[] taken = TestBytes.read(pair.server(), 100 * 100);
    for (int i = 0; i < taken.length; i++) {
      assertEquals(i / 100, taken[i]);
    }
  }

  @Test
  default void tryReadGivesNothingThenBytesThenTheEnd(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    var target = ByteBuffer.allocate(1);
    assertEquals(0, pair.server().tryRead(target));
    pair.client().write(TestBytes.text("x"));
    pair.client().shutdownOutput();
    pair.server().awaitReadable();
    int first = pair.server().tryRead(target);
    while (first == 0) { // awaitReadable may return early
      pair.server().awaitReadable();
      first = pair.server().tryRead(target);
    }
    assertEquals(1, first);
    assertEquals('x', target.get(0));
    assertEquals(-1, pair.server().read(target.clear()));
  }

  @Test
  default void awaitReadableReturnsWhenBytesCome(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    TestTask<Boolean> waiting = scope.start(() -> pair.server().awaitReadable());
    pair.client().write(TestBytes.text("x"));
    waiting.result();
    assertEquals("x", TestBytes.readText(pair.server(), 1));
  }

  @Test
  default void tryWriteTakesABoundedAmountAndLosesNothing(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    long taken = TestBytes.fill(pair.client());
    assertTrue(taken > 0);
    TestTask<byte[]> all = scope.call(() -> TestBytes.readAll(pair.server()));
    pair.client().shutdownOutput();
    assertEquals(taken, all.result().length);
  }

  @Test
  default void bothEndsKnowTheirAddresses(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    assertEquals(pair.client().remote(), pair.server().local());
    assertEquals(pair.client().local(), pair.server().remote());
    if (pair.client().local() instanceof Address.Inet inet) {
      assertTrue(inet.port() > 0);
    }
  }

  @Test
  default void sourceAndSinkAreAlwaysTheSameOnes(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    assertSame(pair.client().source(), pair.client().source());
    assertSame(pair.client().sink(), pair.client().sink());
    pair.client().sink().writeLine("hello").flush();
    assertEquals("hello", pair.server().source().readLine(100));
    pair.client().asOutputStream().write('!');
    pair.client().asOutputStream().flush();
    assertEquals('!', pair.server().asInputStream().read());
    assertNotNull(pair.client().toString());
  }
}
