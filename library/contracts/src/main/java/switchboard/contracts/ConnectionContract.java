package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import switchboard.net.ConnectionOptions;
import switchboard.net.Option;

/**
 * Specifies the behaviour of a {@link switchboard.net.Connection} of any engine. Implement this
 * contract in a test class for each kind of stream endpoint. Most tests are in the contracts that
 * this contract extends; each of them covers one topic.
 *
 * @since 0.1.0
 */
public interface ConnectionContract
    extends TransferContract,
        GatheringContract,
        SourceContract,
        FileContract,
        FileInterruptionContract,
        HalfCloseContract,
        ClosingContract,
        LossContract,
        PeerStateContract,
        AcknowledgementContract,
        DeadlineContract,
        InterruptionContract,
        ConcurrencyContract {

  @Test
  default void anOptionThatIsSupportedTellsWhatWasSet(TestScope scope) throws Exception {
    ConnectionOptions options = pair(scope).client().options();
    if (options.supports(Option.NO_DELAY)) {
      assertTrue(options.get(Option.NO_DELAY), "on by default");
      options.set(Option.NO_DELAY, false);
      assertFalse(options.get(Option.NO_DELAY));
    }
    if (options.supports(Option.KEEP_ALIVE)) {
      options.set(Option.KEEP_ALIVE, true);
      assertTrue(options.get(Option.KEEP_ALIVE));
    }
    if (options.supports(Option.KEEP_ALIVE_IDLE)) {
      options.set(Option.KEEP_ALIVE_IDLE, Duration.ofSeconds(30));
      assertEquals(Duration.ofSeconds(30), options.get(Option.KEEP_ALIVE_IDLE));
    }
    if (options.supports(Option.SEND_BUFFER)) {
      options.set(Option.SEND_BUFFER, 65_536);
      assertTrue(options.get(Option.SEND_BUFFER) >= 65_536);
    }
  }

  @Test
  default void anOptionThatIsNotSupportedSaysSo(TestScope scope) throws Exception {
    ConnectionOptions options = pair(scope).client().options();
    var foreign = new Option<>("no-such-option", Integer.class);
    assertFalse(options.supports(foreign));
    assertThrows(UnsupportedOperationException.class, () -> options.get(foreign));
    assertThrows(UnsupportedOperationException.class, () -> options.set(foreign, 1));
  }
}
