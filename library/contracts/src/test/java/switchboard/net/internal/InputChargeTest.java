package switchboard.net.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.TestScope;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Source;
import switchboard.net.SystemCallException;
import switchboard.net.spi.support.BufferPool;
import switchboard.testkit.MemoryEngine;

/** Tests the memory budget that all connections share for incomplete large messages. */
class InputChargeTest {
  private static final Endpoint ENDPOINT = Endpoint.tcp("127.0.0.1", 0);
  private static final int BUDGET_BYTES = 1 << 20;

  @AutoClose private final TestScope scope = new TestScope();

  private final Network network = Network.over(new MemoryEngine(1 << 20));
  private final MemoryBudget budget = new MemoryBudget(BUDGET_BYTES);

  private TestScope.Pair pair() throws Exception {
    return scope.pair(network, ENDPOINT);
  }

  private static byte[] random(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Source holding(TestScope.Pair pair, byte[] bytes) throws Exception {
    pair.client().write(ByteBuffer.wrap(bytes));
    var source = new BufferedSource(pair.server(), budget);
    assertTrue(source.request(bytes.length));
    return source;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferPool.BYTES - 1,
        BufferPool.BYTES,
        BufferPool.BYTES + 1,
        BufferPool.LARGE_BYTES - 1,
        BufferPool.LARGE_BYTES,
        BufferPool.LARGE_BYTES + 1,
        3 * BufferPool.LARGE_BYTES
      })
  void whatAMessageIsChargedIsReleasedWhenItWasTaken(int bytes) throws Exception {
    byte[] sent = random(bytes, bytes);
    Source source = holding(pair(), sent);
    assertEquals(bytes > BufferPool.BYTES, budget.chargedBytes() > 0);
    assertTrue(bytes <= BufferPool.BYTES || budget.chargedBytes() >= bytes);
    assertArrayEquals(sent, source.readExactly(bytes));
    assertEquals(0, budget.chargedBytes());
  }

  @Test
  void aMessageOverTheBudgetIsRefusedAndStaysUnread() throws Exception {
    byte[] half = random(1, BUDGET_BYTES / 2 - 1);
    Source other = holding(pair(), half);
    TestScope.Pair pair = pair();
    byte[] sent = random(2, BUDGET_BYTES / 2);
    pair.client().write(ByteBuffer.wrap(sent));
    var source = new BufferedSource(pair.server(), budget);
    var refused = assertThrows(SystemCallException.class, () -> source.request(BUDGET_BYTES / 2));
    assertEquals("ENOBUFS", refused.errno().orElse(""));
    assertEquals("read", refused.operation());
    assertEquals(pair.server().remote(), refused.remote());
    assertTrue(refused.getMessage().contains("no memory"), refused.getMessage());

    assertArrayEquals(half, other.readExactly(half.length));
    assertArrayEquals(sent, source.readExactly(sent.length), "the refusal lost no bytes");
    assertEquals(0, budget.chargedBytes());
  }

  @Test
  void whatClosedConnectionsHeldIsFreeForOthers() throws Exception {
    var closed = new ArrayList<TestScope.Pair>();
    byte[] part = random(3, BUDGET_BYTES / 4);
    for (int i = 0; i < 2; i++) {
      TestScope.Pair pair = pair();
      holding(pair, part);
      closed.add(pair);
    }
    TestScope.Pair pair = pair();
    pair.client().write(ByteBuffer.wrap(random(4, BUDGET_BYTES / 2)));
    var source = new BufferedSource(pair.server(), budget);
    assertThrows(SystemCallException.class, () -> source.request(BUDGET_BYTES / 2));
    closed.forEach(each -> each.server().close());
    assertTrue(source.request(BUDGET_BYTES / 2));
  }

  @Test
  void manyPeersWhoSendHalfOfALargeMessageHoldNoMoreThanTheBudget() throws Exception {
    byte[] part = random(5, 200_000);
    int refused = 0;
    for (int i = 0; i < 30; i++) {
      try {
        holding(pair(), part);
      } catch (SystemCallException full) {
        refused++;
      }
      assertTrue(budget.chargedBytes() <= BUDGET_BYTES, budget.toString());
    }
    assertTrue(refused > 20, "refused " + refused);
  }

  @Test
  void aSourceThatIsNoConnectionAndWasAbandonedGivesItsChargeBack() throws IOException {
    var budget = new MemoryBudget(160 * 1024);
    fillTwice(budget);
    TestScope.await(
        "the charge of the abandoned source is released",
        () -> {
          System.gc(); // the budget has only a weak reference to the owner
          try {
            fill(budget);
            return true;
          } catch (IOException stillCharged) {
            return false;
          }
        });
  }

  private static void fillTwice(MemoryBudget budget) throws IOException {
    BufferedSource first = fill(budget);
    try {
      assertThrows(
          SystemCallException.class, () -> fill(budget), "the first source still holds its charge");
    } finally {
      Reference.reachabilityFence(first);
    }
  }

  /** Returns a source that has buffered more than half of the budget. */
  private static BufferedSource fill(MemoryBudget budget) throws IOException {
    var source =
        new BufferedSource(
            target -> {
              int count = target.remaining();
              target.position(target.limit());
              return count;
            },
            budget);
    source.request(100_000);
    return source;
  }
}
