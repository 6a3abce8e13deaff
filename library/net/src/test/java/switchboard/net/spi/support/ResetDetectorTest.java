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

/** When an end of a stream is the peer's, and when a write decides. */
class ResetDetectorTest {
  private final SystemError lost =
      new SystemError(SystemError.Kind.LOST, "Connection reset by peer", "ECONNRESET");

  private final ResetDetector end = new ResetDetector();

  @Test
  void anEndWithoutAWriteIsReachedAtOnce() throws Exception {
    assertTrue(end.isReached());
    assertFalse(end.isUndecided());
  }

  @Test
  void aLossIsThrownAgainAndAgain() {
    end.lose(lost);
    for (int i = 0; i < 3; i++) {
      assertThrows(SystemError.class, end::isReached);
    }
  }

  @Test
  void anEndThatWasReachedStaysReached() throws Exception {
    assertTrue(end.isReached());
    end.enterWrite();
    assertTrue(end.isReached(), "this write can tell nothing about it");
    end.lose(lost);
    end.leaveWrite();
    assertTrue(end.isReached());
  }

  @Test
  void anEndDuringAWriteIsUndecidedUntilThatWriteReturns() throws Exception {
    end.enterWrite();
    assertFalse(end.isReached());
    assertFalse(end.isReached());
    assertTrue(end.isUndecided());
    end.leaveWrite();
    end.enterWrite(); // another, which can't have heard of a loss before the end was seen
    end.await();
    assertTrue(end.isReached());
    assertFalse(end.isUndecided());
  }

  @Test
  void aWriteThatHearsOfTheLossDecidesAgainstTheEnd() throws Exception {
    end.enterWrite();
    assertFalse(end.isReached());
    end.lose(lost);
    end.leaveWrite();
    end.await();
    assertThrows(SystemError.class, end::isReached);
  }

  @Test
  void aReaderIsParkedDuringALongWriteAndDoesNotSpin() throws Exception {
    parkedUntil(end::leaveWrite);
  }

  @Test
  void closingEndsTheWaitForALongWrite() throws Exception {
    parkedUntil(end::decide);
    assertTrue(end.isReached(), "what comes now is this side's end");
  }

  private void parkedUntil(Runnable event) throws Exception {
    end.enterWrite();
    assertFalse(end.isReached());
    var outcome = new CompletableFuture<Boolean>();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                end.await();
                outcome.complete(true);
              } catch (IOException e) {
                outcome.completeExceptionally(e);
              }
            });
    long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (reader.getState() != Thread.State.WAITING) {
      assertTrue(System.nanoTime() - limit < 0, "it is " + reader.getState());
      Thread.onSpinWait();
    }
    event.run();
    assertTrue(outcome.get(10, TimeUnit.SECONDS));
    reader.join();
  }

  @Test
  void aDeadlineEndsTheWaitForALongWrite() throws Exception {
    end.enterWrite();
    assertFalse(end.isReached());
    try (var _ = Deadline.after(Duration.ofMillis(10))) {
      assertThrows(DeadlineExceededException.class, end::await);
    }
    assertTrue(end.isUndecided(), "the next read asks again");
    end.leaveWrite();
    assertTrue(end.isReached());
  }
}
