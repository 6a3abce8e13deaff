package switchboard.net.spi.support;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.spi.SystemError;

/**
 * Tests the decision whether an EOF was sent by the peer, also while a concurrent write may report
 * a reset.
 */
class ResetDetectorTest {
  private final SystemError lost =
      new SystemError(SystemError.Kind.LOST, "Connection reset by peer", "ECONNRESET");

  private final ResetDetector eof = new ResetDetector();

  @Test
  void anEndWithoutAWriteIsReachedAtOnce() throws Exception {
    assertTrue(eof.isReached());
    assertFalse(eof.isUndecided());
  }

  @Test
  void aLossIsThrownAgainAndAgain() {
    eof.lose(lost);
    for (int i = 0; i < 3; i++) {
      assertThrows(SystemError.class, eof::isReached);
    }
  }

  @Test
  void anEndThatWasReachedStaysReached() throws Exception {
    assertTrue(eof.isReached());
    eof.enterWrite();
    assertTrue(eof.isReached(), "a later write does not change it");
    eof.lose(lost);
    eof.leaveWrite();
    assertTrue(eof.isReached());
  }

  @Test
  void anEndDuringAWriteIsUndecidedUntilThatWriteReturns() throws Exception {
    eof.enterWrite();
    assertFalse(eof.isReached());
    assertFalse(eof.isReached());
    assertTrue(eof.isUndecided());
    eof.leaveWrite();
    eof.enterWrite(); // another write, which entered the kernel after the EOF was read
    eof.await();
    assertTrue(eof.isReached());
    assertFalse(eof.isUndecided());
  }

  @Test
  void aWriteThatHearsOfTheLossDecidesAgainstTheEnd() throws Exception {
    eof.enterWrite();
    assertFalse(eof.isReached());
    eof.lose(lost);
    eof.leaveWrite();
    eof.await();
    assertThrows(SystemError.class, eof::isReached);
  }

  @Test
  void aReaderIsParkedDuringALongWriteAndDoesNotSpin() throws Exception {
    parkedUntil(eof::leaveWrite);
  }

  @Test
  void closingEndsTheWaitForALongWrite() throws Exception {
    parkedUntil(eof::decide);
    assertTrue(eof.isReached(), "EOF because of the local close");
  }

  private void parkedUntil(Runnable event) throws Exception {
    eof.enterWrite();
    assertFalse(eof.isReached());
    var outcome = new CompletableFuture<Boolean>();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                eof.await();
                outcome.complete(true);
              } catch (IOException e) {
                outcome.completeExceptionally(e);
              }
            });
    long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (reader.getState() != Thread.State.WAITING) {
      assertTrue(System.nanoTime() - limit < 0, "reader is " + reader.getState());
      Thread.onSpinWait();
    }
    event.run();
    assertTrue(outcome.get(10, TimeUnit.SECONDS));
    reader.join();
  }

  @Test
  void aDeadlineEndsTheWaitForALongWrite() throws Exception {
    eof.enterWrite();
    assertFalse(eof.isReached());
    try (var _ = Deadline.after(Duration.ofMillis(10))) {
      assertThrows(DeadlineExceededException.class, eof::await);
    }
    assertTrue(eof.isUndecided(), "still undecided for the next read");
    eof.leaveWrite();
    assertTrue(eof.isReached());
  }
}
