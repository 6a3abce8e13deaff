package switchboard.net.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import switchboard.net.Network;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;

/**
 * Tests the error messages if no engine can be used. There is no engine on the class path of these
 * tests.
 */
class EnginesTest {
  private record Unusable(String name, int preference, String reason) implements EngineProvider {
    @Override
    public @Nullable String unusableReason() {
      return reason;
    }

    @Override
    public Engine open() {
      throw new AssertionError("an engine that can't be used is not opened");
    }
  }

  private static final EngineProvider EPOLL = new Unusable("epoll", 100, "this is not Linux");
  private static final EngineProvider URING = new Unusable("io_uring", 200, "not implemented yet");
  private static final String MISSING =
      "; the portable engine nio is missing: add the module switchboard.engine.nio, or, if jars"
          + " were merged, its line in META-INF/services/switchboard.net.spi.EngineProvider";

  private static void assertSays(String message, @Nullable String name, EngineProvider... there) {
    var none = assertThrows(IllegalStateException.class, () -> Engines.open(name, List.of(there)));
    assertEquals(message, none.getMessage());
  }

  @Test
  void withoutAnEngineEveryReasonIsInOneMessage() {
    assertSays("no engine can be used" + MISSING, null);
    assertSays("no engine can be used (epoll: this is not Linux)" + MISSING, null, EPOLL);
    assertSays(
        "no engine can be used (io_uring: not implemented yet; epoll: this is not Linux)" + MISSING,
        null,
        URING,
        EPOLL);
    assertSays(
        "no engine can be used (epoll: this is not Linux; nio: broken)",
        null,
        EPOLL,
        new Unusable("nio", 0, "broken"));
  }

  @Test
  void anEngineThatWasAskedForByNameHasItsOwnReasonAlone() {
    assertSays("engine epoll can't be used: this is not Linux", "epoll", URING, EPOLL);
    assertSays("unknown engine 'kqueue'; known engines: io_uring, epoll", "kqueue", URING, EPOLL);
  }

  @Test
  void theSystemNetworkSaysSoEachTimeAndAsItIs() {
    for (int i = 0; i < 2; i++) {
      var none = assertThrows(IllegalStateException.class, Network::system);
      assertEquals("no engine can be used" + MISSING, none.getMessage());
    }
  }
}
