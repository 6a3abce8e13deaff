package switchboard.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.testkit.MemoryEngine;

/** A sender, a receiver, and a network in memory between them, for one test. */
final class Transfers implements AutoCloseable {
  static final Duration IDLE = Duration.ofSeconds(20);

  final Network network = MemoryEngine.network();
  final Heard received = new Heard();
  final Heard sent = new Heard();
  private final Server server;

  /** Records the events of one side. */
  static final class Heard implements TransferListener {
    private final ConcurrentLinkedQueue<FileOutcome> outcomes = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> lingeringCloses = new ConcurrentLinkedQueue<>();

    @Override
    public void onFileEnd(FileOutcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void onDisconnect(@Nullable IOException failure) {
      lingeringCloses.add(failure == null ? "" : String.valueOf(failure.getMessage()));
    }

    List<FileOutcome> outcomes() {
      return List.copyOf(outcomes);
    }

    List<String> lingeringCloses() {
      return List.copyOf(lingeringCloses);
    }

    /** Returns the outcome of each file, by name. */
    Map<String, String> told() {
      var told = new TreeMap<String, String>();
      for (FileOutcome each : outcomes) {
        TransferException failure = each.failure();
        told.put(each.name(), failure == null ? "done" : failure.reason().name());
      }
      return told;
    }
  }

  Transfers(Inbox inbox) throws IOException {
    server =
        Server.builder(new FileReceiver(inbox, IDLE, _ -> received))
            .network(network)
            .listen("127.0.0.1:7000")
            .start();
  }

  /** Sends files, and waits until both sides have ended. */
  void send(OutgoingFile... files) throws IOException {
    try (var connection = network.connect("127.0.0.1:7000")) {
      new FileSender(IDLE, sent).send(connection, List.of(files));
    }
  }

  /** Returns the content of each file in a directory by its name, including hidden files. */
  static Map<String, byte[]> content(Path directory) {
    var content = new TreeMap<String, byte[]>();
    try (var paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        content.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  static List<String> names(Path directory) {
    try (var paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether a graceful shutdown of the receiver has begun. */
  boolean isDraining() {
    return server.isDraining();
  }

  @Override
  public void close() {
    server.close();
    network.close();
  }
}
