package switchboard.net.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Interest;

/** Tests waiting, waking and closing with a socket that has no kernel. */
class ReadinessSocketTest {
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void anEdgeThatNobodyWaitedForEndsOneWait() throws Exception {
    var socket = ManualSocket.edgeTriggered();
    socket.report(Interest.READ);
    try (var _ = Deadline.after(Duration.ZERO)) {
      socket.awaitReadable();
      assertThrows(DeadlineExceededException.class, socket::awaitReadable);
    }
  }

  @Test
  void aStateThatNobodyWaitedForIsNotRemembered() throws Exception {
    var socket = ManualSocket.levelTriggered();
    assertFalse(socket.report(Interest.READ), "the watcher may disarm it");
    try (var _ = Deadline.after(Duration.ZERO)) {
      assertThrows(DeadlineExceededException.class, socket::awaitReadable);
    }
  }

  @Test
  void oneInterestDoesNotWakeTheOther() throws Exception {
    var socket = ManualSocket.edgeTriggered();
    socket.report(Interest.WRITE);
    try (var _ = Deadline.after(Duration.ZERO)) {
      assertThrows(DeadlineExceededException.class, socket::awaitReadable);
      socket.awaitWritable();
    }
  }

  @Test
  void aWaitingThreadIsWantedUntilItIsWoken() throws Exception {
    for (var socket : both()) {
      FutureTask<Void> reader = started(socket::awaitReadable);
      spinUntilWanted(socket);
      assertTrue(socket.report(Interest.READ));
      reader.get(10, TimeUnit.SECONDS);
      assertFalse(socket.isWanted(Interest.READ));
    }
  }

  @Test
  void theWatcherIsAskedOnceForAnInterestThatStaysArmed() throws Exception {
    for (var socket : both()) {
      for (int i = 0; i < 3; i++) {
        FutureTask<Void> reader = started(socket::awaitReadable);
        spinUntilWanted(socket);
        socket.report(Interest.READ);
        reader.get(10, TimeUnit.SECONDS);
      }
      assertEquals(1, socket.armings.get());
    }
  }

  @Test
  void closingEndsAWaitAndRunsRegistrations() throws Exception {
    for (var socket : both()) {
      runs.set(0);
      socket.onReady(Interest.READ, runs::incrementAndGet);
      socket.onReady(Interest.WRITE, runs::incrementAndGet);
      FutureTask<Void> reader = started(socket::awaitReadable);
      socket.close();
      reader.get(10, TimeUnit.SECONDS);
      assertEquals(2, runs.get());
      socket.onReady(Interest.READ, runs::incrementAndGet);
      assertEquals(3, runs.get());
    }
  }

  @Test
  void aRegistrationRunsAtOnceIfItsEdgeHasComeBefore() throws Exception {
    var socket = ManualSocket.edgeTriggered();
    socket.ready = true;
    socket.onReady(Interest.READ, runs::incrementAndGet);
    assertEquals(1, runs.get());
  }

  @Test
  void anEdgeThatIsOutdatedDoesNotRunARegistration() throws Exception {
    var socket = ManualSocket.edgeTriggered();
    socket.onReady(Interest.READ, runs::incrementAndGet);
    socket.report(Interest.READ);
    assertEquals(0, runs.get());
    socket.ready = true;
    socket.report(Interest.READ);
    socket.report(Interest.READ);
    assertEquals(1, runs.get());
  }

  @Test
  void aRegistrationIsRunByALaterLookThanTheOneInProgress() throws Exception {
    var socket = ManualSocket.levelTriggered();
    socket.report(Interest.READ);
    socket.onReady(Interest.READ, runs::incrementAndGet);
    assertTrue(
        socket.fireInThisLook(Interest.READ), "the registration must keep the interest armed");
    assertEquals(0, runs.get());
    assertTrue(socket.report(Interest.READ));
    assertEquals(1, runs.get());
    assertFalse(socket.report(Interest.READ));
  }

  @Test
  void aCancelledRegistrationIsNeitherWantedNorRun() throws Exception {
    var socket = ManualSocket.levelTriggered();
    socket.onReady(Interest.READ, runs::incrementAndGet).cancel();
    assertFalse(socket.isWanted(Interest.READ));
    socket.report(Interest.READ);
    assertEquals(0, runs.get());
  }

  private static ManualSocket[] both() throws IOException {
    return new ManualSocket[] {ManualSocket.edgeTriggered(), ManualSocket.levelTriggered()};
  }

  private static void spinUntilWanted(ManualSocket socket) {
    while (!socket.isWanted(Interest.READ)) {
      Thread.onSpinWait();
    }
  }

  private interface Waiting {
    void await() throws IOException;
  }

  private static FutureTask<Void> started(Waiting waiting) {
    var task =
        new FutureTask<Void>(() -> {
          waiting.await();
          return null;
        });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }
}
