package switchboard.net.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import switchboard.net.DeadlineExceededException;

/**
 * Tests that an interrupt of the calling thread does not affect the call, and that the interrupt
 * status stays set.
 */
class UninterruptibleCallsTest {
  @Test
  void whatACallThrowsComesFromAnotherThreadAsItIs() throws Exception {
    var error = new StackOverflowError();
    assertEquals(5, UninterruptibleCalls.call(() -> 5));
    assertThrows(
        DeadlineExceededException.class,
        () ->
            UninterruptibleCalls.call(() -> {
              throw new DeadlineExceededException();
            }));
    var thrown =
        assertThrows(
            StackOverflowError.class,
            () ->
                UninterruptibleCalls.call(() -> {
                  throw error;
                }));
    assertEquals(error, thrown);
  }

  @Test
  void aCallIsNotInterruptedWithItsCaller() throws Exception {
    Thread.currentThread().interrupt();
    assertFalse(UninterruptibleCalls.call(() -> Thread.currentThread().isInterrupted()));
    assertTrue(Thread.interrupted(), "the interrupt status of the caller stays set");
  }
}
