package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.testkit.MemoryEngine;

/**
 * Tests the JFR (Java Flight Recorder) events of connects, and of operations that fail because a
 * deadline expires.
 */
class EventsTest {
  private static final Endpoint NOBODY = Endpoint.tcp("127.0.0.1", 9);

  private final TestScope scope = new TestScope();
  private final Network network = scope.add(MemoryEngine.network());

  @TempDir private Path directory;

  @AfterEach
  void close() {
    scope.close();
  }

  private List<RecordedEvent> record(String name, TestScope.Step step) throws Exception {
    try (var recording = new Recording()) {
      recording.enable("switchboard." + name);
      recording.start();
      step.run();
      recording.stop();
      Path file = directory.resolve("events.jfr");
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals("switchboard." + name))
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .toList();
    }
  }

  private Listener listen(Options options) throws IOException {
    return scope.add(network.listen(Endpoint.tcp("127.0.0.1", 0), options));
  }

  @Test
  void eachConnectTellsWhereToAndWhatCameOfIt() throws Exception {
    Endpoint place = Endpoint.of(listen(Options.none()).local());
    var events =
        record(
            "Connect",
            () -> {
              scope.add(network.connect(place, Options.none()));
              assertThrows(
                  ConnectionRefusedException.class, () -> network.connect(NOBODY, Options.none()));
            });
    assertEquals(2, events.size());
    assertEquals(place.toString(), events.getFirst().getString("remote"));
    assertEquals("connected", events.getFirst().getString("outcome"));
    assertTrue(events.getFirst().getDuration().compareTo(Duration.ofSeconds(10)) < 0);
    assertEquals(NOBODY.toString(), events.getLast().getString("remote"));
    assertEquals("connect 127.0.0.1:9: Connection refused", events.getLast().getString("outcome"));
  }

  @Test
  void anOperationThatIsCutTellsWhichAndBetweenWhom() throws Exception {
    TestScope.Pair pair = scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
    Connection client = pair.client();
    var events =
        record(
            "Deadline",
            () -> {
              try (var _ = Deadline.after(Duration.ofMillis(1))) {
                assertThrows(
                    DeadlineExceededException.class, () -> client.read(ByteBuffer.allocate(1)));
              }
            });
    assertEquals(1, events.size());
    assertEquals("read", events.getFirst().getString("operation"));
    assertEquals(client.local().toString(), events.getFirst().getString("local"));
    assertEquals(client.remote().toString(), events.getFirst().getString("remote"));
  }

  @Test
  void aConnectToSeveralAddressesThatIsCutSaysSo() throws Exception {
    Listener full = listen(Options.of(Option.BACKLOG, 1));
    // fills the backlog, so that the next connect waits
    scope.add(network.connect(Endpoint.of(full.local()), Options.none()));
    var local = (Address.Inet) full.local();
    Network several = network.withResolver((_, _) -> List.of(local, local));
    var events =
        record(
            "Deadline",
            () -> {
              try (var _ = Deadline.after(Duration.ofMillis(20))) {
                var cut =
                    assertThrows(
                        DeadlineExceededException.class,
                        () -> several.connect(Endpoint.tcp("several", 1), Options.none()));
                assertEquals("connect " + local + ": the deadline has passed", cut.getMessage());
              }
            });
    assertEquals(
        List.of("connect"), events.stream().map(each -> each.getString("operation")).toList());
  }
}
