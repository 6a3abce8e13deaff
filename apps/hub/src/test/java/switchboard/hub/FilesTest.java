package switchboard.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.testkit.MemoryEngine;
import switchboard.transfer.FailureReason;
import switchboard.transfer.FileReceiver;
import switchboard.transfer.FileSender;
import switchboard.transfer.Inbox;
import switchboard.transfer.OutgoingFile;
import switchboard.transfer.TransferException;
import switchboard.transfer.TransferListener;

/** Tests sending files to the port of a hub on which clients also chat. */
class FilesTest {
  private static final Duration IDLE = Duration.ofSeconds(20);

  @TempDir private Path scratch = Path.of("");
  private final Network network = MemoryEngine.network();
  private Path data = Path.of("");
  private OutgoingFile file = new OutgoingFile(data, "");

  @BeforeEach
  void makeFiles() throws IOException {
    data = Files.createDirectory(scratch.resolve("data"));
    file = OutgoingFile.of(Files.writeString(scratch.resolve("report.txt"), "all is well"));
  }

  @AfterEach
  void close() {
    network.close();
  }

  private Server hub() throws IOException {
    return new Hub().start(network, List.of(Endpoint.parse("127.0.0.1:0")));
  }

  private Server hubWithInbox() throws IOException {
    var files = new FileReceiver(Inbox.of(data), IDLE, _ -> TransferListener.NONE);
    return new Hub().files(files).start(network, List.of(Endpoint.parse("127.0.0.1:0")));
  }

  private void send(Server hub) throws IOException {
    try (var connection = network.connect(hub.endpoint())) {
      new FileSender(IDLE, TransferListener.NONE).send(connection, List.of(file));
    }
  }

  @Test
  void ourSendersAndTheTutorialsBringFilesWherePeopleTalk() throws Exception {
    try (var hub = hubWithInbox();
        var ann = new Visitor(hub, network).named("ann")) {
      send(hub);
      try (var tutorial = network.connect(hub.endpoint())) {
        tutorial.sink().writeText("py.txt<SEPARATOR>5Hello").shutdownOutput();
        assertTrue(tutorial.source().exhausted(), "it answers");
      }
      ann.says("still here").hearsAbout("ann: still here");
    }
    assertEquals("all is well", Files.readString(data.resolve("report.txt")));
    assertEquals("Hello", Files.readString(data.resolve("py.txt")));
  }

  @Test
  void withoutADirectoryBothAreToldSo() throws Exception {
    try (var hub = hub()) {
      var e = assertThrows(TransferException.class, () -> send(hub));
      assertEquals(FailureReason.REJECTED, e.reason());
      assertTrue(e.getMessage().contains("up --data DIR"), e.getMessage());
      try (var tutorial = new Visitor(hub, network)) {
        tutorial.sends("py.txt<SEPARATOR>5Hello").hearsAbout("does not accept files");
      }
    }
  }
}
