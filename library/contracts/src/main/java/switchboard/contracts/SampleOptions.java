package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import switchboard.net.ConnectionOptions;
import switchboard.net.Option;
import switchboard.net.Options;

/** Option values that are not the default on any system, for {@link OptionsContract}. */
final class SampleOptions {
  static final Options ALL =
      Options.of(Option.NO_DELAY, false)
          .with(Option.KEEP_ALIVE, true)
          .with(Option.KEEP_ALIVE_IDLE, Duration.ofSeconds(61))
          .with(Option.KEEP_ALIVE_INTERVAL, Duration.ofSeconds(7))
          .with(Option.KEEP_ALIVE_COUNT, 4)
          .with(Option.LINGER, Duration.ofSeconds(3))
          .with(Option.TRAFFIC_CLASS, 0x10);

  private SampleOptions() {}

  static void check(ConnectionOptions live) throws IOException {
    assertFalse(live.get(Option.NO_DELAY));
    assertTrue(live.get(Option.KEEP_ALIVE));
    assertEquals(Duration.ofSeconds(61), live.get(Option.KEEP_ALIVE_IDLE));
    assertEquals(Duration.ofSeconds(7), live.get(Option.KEEP_ALIVE_INTERVAL));
    assertEquals(4, live.get(Option.KEEP_ALIVE_COUNT));
    assertEquals(Duration.ofSeconds(3), live.get(Option.LINGER));
    assertEquals(0x10, live.get(Option.TRAFFIC_CLASS));
  }
}
