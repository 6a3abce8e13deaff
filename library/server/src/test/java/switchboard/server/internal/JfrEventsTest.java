package switchboard.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Connection;
import switchboard.server.Board;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;
import switchboard.server.Limits;
import switchboard.server.Limits.Overload;
import switchboard.server.Logged;
import switchboard.server.ProcessServer;
import switchboard.server.Server;
import switchboard.testkit.ManualTicker;

/** The Java Flight Recorder events of a server. */
class JfrEventsTest {
  private final Board board = new Board(Place.MEMORY);
  private final Logged logged = new Logged("switchboard.server");
  private final CountDownLatch thought = new CountDownLatch(1);
  private final ManualTicker ticker = new ManualTicker();
  private long thoughtNanos;

  @TempDir private Path directory;

  @AfterEach
  void close() {
    board.close();
    logged.close();
  }

  private void serve(Connection connection) throws Exception {
    for (String line = connection.source().readLine(100);
        line != null;
        line = connection.source().readLine(100)) {
      switch (line) {
        case "nonsense" -> throw new ProtocolException("nonsense");
        case "mistake" -> throw new IllegalStateException("a mistake");
        case "think" -> thought.await();
        default -> connection.sink().writeLine(line).flush();
      }
    }
  }

  private void makeEverythingHappen() throws Exception {
    board.network(board.network().withTicker(ticker)); // so that no other handler counts as slow
    Server server =
        board.start(
            Server.builder(this::serve)
                .limits(
                    Limits.standard()
                        .connections(1, Overload.REJECT)
                        .slowHandlerThreshold(Duration.ofSeconds(3)))
                .rejectionMessage("no room\n"));
    for (String line : List.of("hello", "nonsense", "mistake", "think")) {
      Caller caller = board.call(server);
      caller.say(line);
      if (line.equals("think")) {
        Board.await("it is slow", () -> isSlow(server));
        long told = System.nanoTime();
        Caller refused = board.call(server);
        assertTrue(refused.hearAll().contains("no room"));
        refused.hangUp();
        thoughtNanos = System.nanoTime() - told;
        thought.countDown();
      } else if (line.equals("hello")) {
        assertEquals("hello", caller.hear());
      } else {
        awaitEnd(caller);
      }
      caller.hangUp();
      Board.await("the slot is free", () -> Internals.slots(server) == 0);
    }
    server.close();
  }

  private boolean isSlow(Server server) {
    ticker.advance(Duration.ofSeconds(1));
    return server.counters().slowHandlers() > 0;
  }

  private static void awaitEnd(Caller caller) {
    try {
      caller.hearAll();
    } catch (IOException reset) {
      caller.hangUp();
    }
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .toList();
  }

  @Test
  void everyCallLeavesItsEventsInARecording() throws Exception {
    List<RecordedEvent> events;
    try (var recording = new Recording()) {
      for (String name : List.of("Accept", "Close", "Overload", "SlowHandler")) {
        recording.enable("switchboard." + name);
      }
      recording.start();
      makeEverythingHappen();
      recording.stop();
      Path file = directory.resolve("events.jfr");
      recording.dump(file);
      events = RecordingFile.readAllEvents(file);
    }
    var accepts = named(events, "switchboard.Accept");
    assertEquals(5, accepts.size());
    assertTrue(accepts.getFirst().getString("local").startsWith("127.0.0.1:"));
    assertTrue(accepts.getFirst().getString("remote").startsWith("127.0.0.1:"));
    assertEquals(
        List.of(1L, 2L, 3L, 4L, 5L), accepts.stream().map(event -> event.getLong("call")).toList());

    var closes = named(events, "switchboard.Close");
    assertEquals(
        List.of("DONE", "ENDED", "FAILED", "DONE"),
        closes.stream().map(event -> event.getString("reason")).toList());
    assertEquals(
        List.of(1L, 2L, 3L, 4L), closes.stream().map(event -> event.getLong("call")).toList());
    assertEquals(accepts.getFirst().getString("remote"), closes.getFirst().getString("remote"));
    long recorded = closes.getLast().getDuration().toNanos();
    assertTrue(recorded > thoughtNanos / 2, recorded + " of at least " + thoughtNanos + " ns");

    var overloads = named(events, "switchboard.Overload");
    assertEquals(1, overloads.size());
    assertEquals("connections", overloads.getFirst().getString("what"));
    assertEquals(5, overloads.getFirst().getLong("call"));

    var slow = named(events, "switchboard.SlowHandler");
    assertEquals(1, slow.size());
    assertEquals(4, slow.getFirst().getLong("call"));
    assertEquals(closes.getLast().getString("remote"), slow.getFirst().getString("remote"));
    assertTrue(slow.getFirst().getString("thread").contains("switchboard 127.0.0.1"));
  }

  @Test
  void aProgramThatHasEndedLeavesItsStatusInARecording() throws Exception {
    Path file = directory.resolve("programs.jfr");
    try (var recording = new Recording()) {
      recording.enable("switchboard.ProgramEnd");
      recording.start();
      Server server = board.start(ProcessServer.builder("sh", "-c", "exit 3"));
      Caller caller = board.call(server);
      awaitEnd(caller);
      caller.hangUp();
      server.close();
      recording.stop();
      recording.dump(file);
    }
    var ends = named(RecordingFile.readAllEvents(file), "switchboard.ProgramEnd");
    assertEquals(1, ends.size());
    assertEquals(3, ends.getFirst().getInt("status"));
    assertEquals(1, ends.getFirst().getLong("call"));
    assertTrue(ends.getFirst().getString("program").matches("sh\\[\\d+] for 127.*"));
  }
}
