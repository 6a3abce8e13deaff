package switchboard.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/**
 * The other process of {@link Ipc} and the transport to that process. Contains the two operations
 * that are measured.
 */
final class IpcProcess implements AutoCloseable {
  private static final int PIECES = 256;

  private final Process process;
  private final Link link;
  private final ByteBuffer message;
  private final ByteBuffer piece;

  private IpcProcess(IpcKind kind, Process process, Link link) {
    this.process = process;
    this.link = link;
    this.message = kind.buffer(IpcMain.MESSAGE_BYTES);
    this.piece = kind.buffer(IpcMain.PIECE_BYTES);
  }

  /** Starts the other process and opens the transport to that process. */
  static IpcProcess start(IpcKind kind, Effort effort) throws IOException {
    Path directory = Files.createTempDirectory("switchboard");
    Path place = directory.resolve("meeting");
    try {
      IpcProcess other = meet(kind, place, effort);
      other.exchange(0); // both processes are connected, so the socket file can be deleted
      return other;
    } finally {
      Files.deleteIfExists(place);
      Files.deleteIfExists(directory);
    }
  }

  private static IpcProcess meet(IpcKind kind, Path place, Effort effort) throws IOException {
    return switch (kind) {
      case PIPES -> {
        Process process = run(kind, "", effort);
        yield new IpcProcess(
            kind, process, new Link.OfStreams(process.getInputStream(), process.getOutputStream()));
      }
      case UNIX -> byChannel(kind, place, effort);
      case TCP -> byChannel(kind, place, effort);
      case UNIX_CONNECTION -> byConnection(kind, Endpoint.unix(place.toString()), effort);
      case TCP_CONNECTION -> byConnection(kind, Endpoint.tcp("127.0.0.1", 0), effort);
      case MEMORY -> {
        Link link = SharedRings.in(place, true);
        yield new IpcProcess(kind, run(kind, place.toString(), effort), link);
      }
    };
  }

  private static IpcProcess byChannel(IpcKind kind, Path path, Effort effort) throws IOException {
    boolean unix = kind == IpcKind.UNIX;
    var family = unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
    try (var listener = ServerSocketChannel.open(family)) {
      listener.bind(unix ? UnixDomainSocketAddress.of(path) : IpcKind.loopback("0"));
      String place =
          listener.getLocalAddress() instanceof InetSocketAddress inet
              ? String.valueOf(inet.getPort())
              : path.toString();
      Process process = run(kind, place, effort);
      var channel = listener.accept();
      return new IpcProcess(
          kind, process, new Link.OfChannel(unix ? channel : IpcKind.undelayed(channel)));
    }
  }

  private static IpcProcess byConnection(IpcKind kind, Endpoint endpoint, Effort effort)
      throws IOException {
    try (var _ = Deadline.after(Duration.ofSeconds(30));
        var listener = Network.system().listen(endpoint)) {
      Endpoint here = listener.endpoint();
      String place = here.port() < 0 ? here.path() : String.valueOf(here.port());
      Process process = run(kind, place, effort);
      return new IpcProcess(kind, process, new Link.OfConnection(listener.accept()));
    }
  }

  private static Process run(IpcKind kind, String place, Effort effort) throws IOException {
    return ServerProcess.start(effort, IpcMain.class, kind.name(), place);
  }

  /**
   * For {@code window}, repeatedly sends a message and waits until the message comes back. Returns
   * the number of round trips.
   */
  long roundTrips(Duration window) throws IOException {
    long end = System.nanoTime() + window.toNanos();
    long count = 0;
    while (System.nanoTime() < end) {
      exchange(0);
      count++;
    }
    return count;
  }

  /**
   * For {@code window}, sends pieces, and waits for an answer after each 256 pieces. Returns the
   * number of pieces.
   */
  long pieces(Duration window) throws IOException {
    long end = System.nanoTime() + window.toNanos();
    long count = 0;
    while (System.nanoTime() < end) {
      exchange(PIECES);
      count += PIECES;
    }
    return count;
  }

  /** Returns the user and system time of both processes since they were started. */
  long processorNanos() {
    var both = List.of(process.toHandle(), ProcessHandle.current());
    return both.stream()
        .mapToLong(one -> one.info().totalCpuDuration().orElseThrow().toNanos())
        .sum();
  }

  private void exchange(int pieces) throws IOException {
    announce(pieces);
    for (int i = 0; i < pieces; i++) {
      link.send(piece.clear());
    }
    link.receive(message.clear());
    if (message.getInt(0) != pieces) {
      throw new IOException("the answer does not match the request");
    }
  }

  private void announce(int pieces) throws IOException {
    link.send(message.clear().putInt(0, pieces));
  }

  @Override
  public void close() throws IOException {
    announce(-1);
    process.onExit().join();
    link.close();
  }
}
