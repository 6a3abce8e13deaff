package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Address;

/** Tests address quotas with amounts that reach the limit exactly, and that exceed it by one. */
class AddressQuotaTest {
  private static final Address ANN = Address.inet(new byte[] {10, 0, 0, 1}, 1);
  private static final Address BOB = Address.inet(new byte[] {10, 0, 0, 2}, 1);

  private final AddressQuota quota = new AddressQuota();

  @Test
  void anAddressGetsItsLimitAndNoMoreAndOthersGetTheirs() {
    assertTrue(quota.tryAcquire(ANN, 9, 10));
    assertFalse(quota.tryAcquire(ANN, 2, 10));
    assertTrue(quota.tryAcquire(ANN, 1, 10));
    assertFalse(quota.tryAcquire(ANN, 1, 10));
    assertTrue(quota.tryAcquire(BOB, 10, 10));
    quota.release(ANN, 3);
    assertFalse(quota.tryAcquire(ANN, 4, 10));
    assertTrue(quota.tryAcquire(ANN, 3, 10));
  }

  @Test
  void amountsNearTheLargestNumberDoNotOverflow() {
    assertTrue(quota.tryAcquire(ANN, Long.MAX_VALUE - 1, Long.MAX_VALUE));
    assertFalse(quota.tryAcquire(ANN, Long.MAX_VALUE, Long.MAX_VALUE));
    assertTrue(quota.tryAcquire(ANN, 1, Long.MAX_VALUE));
    assertFalse(quota.tryAcquire(ANN, 1, Long.MAX_VALUE));
  }

  @Test
  void anAddressThatHasGivenEverythingBackIsForgotten() {
    assertTrue(quota.tryAcquire(ANN, 5, 10));
    assertFalse(quota.tryAcquire(BOB, 11, 10));
    assertEquals(1, quota.addresses());
    quota.release(ANN, 5);
    assertEquals(0, quota.addresses());
  }

  @Test
  void unixSocketsAreNotLimited() {
    var unix = new Address.Unix("/tmp/socket");
    assertTrue(quota.tryAcquire(unix, 11, 10));
    quota.release(unix, 11);
    assertEquals(0, quota.addresses());
  }

  @Test
  void manyThreadsTakeExactlyTheLimit() throws Exception {
    var taken = new AtomicInteger();
    try (var scope = new TestScope()) {
      var tasks = new ArrayList<TestTask<Boolean>>();
      for (int i = 0; i < 8; i++) {
        tasks.add(
            scope.start(() -> {
              for (int j = 0; j < 1_000; j++) {
                taken.addAndGet(quota.tryAcquire(ANN, 1, 1_000) ? 1 : 0);
              }
            }));
      }
      for (TestTask<Boolean> each : tasks) {
        each.result();
      }
    }
    assertEquals(1_000, taken.get());
  }
}
