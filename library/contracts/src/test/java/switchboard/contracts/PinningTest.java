package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the tests of {@link PinningContract} detect a pinned thread. */
class PinningTest {

  @Test
  void aCallThatPinsIsSeen(@TempDir Path directory) throws Exception {
    var pinned =
        PinningContract.pinnedDuring(
            directory.resolve("pinned.jfr"),
            () ->
                assertTrue(Thread.startVirtualThread(Pinning::await).join(Duration.ofSeconds(30))));
    assertEquals(1, pinned.size(), pinned::toString);
  }

  /** Blocks in a class initializer, which the JVM runs below a native frame. */
  private static final class Pinning {
    static {
      LockSupport.parkNanos(1_000_000);
    }

    static void await() {} // initializes the class
  }
}
