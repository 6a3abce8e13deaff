package switchboard.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import switchboard.frames.Codec;
import switchboard.frames.Fanout;
import switchboard.frames.FramedConnection;
import switchboard.frames.Size;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.FileRange;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.spi.support.BytePipe;
import switchboard.server.ConnectionHandler;
import switchboard.server.Relay;

/**
 * The ways in which a peer keeps a server busy without a pause. The first byte that the peer sends
 * selects the way.
 */
enum Flood {
  /** The peer sends and reads as fast as it can; the server echoes the bytes. */
  ECHO('e', true, true),
  /** The peer sends as fast as it can; the server reads the bytes. */
  UPLOAD('u', true, false),
  /** The peer sends as fast as it can; the server writes the bytes to a file. */
  FILE('f', true, false),
  /** The peer reads as fast as it can; the server writes. */
  DOWNLOAD('d', false, true),
  /**
   * The peer sends as fast as it can; the server relays the bytes over another connection to
   * itself.
   */
  RELAY('r', true, false),
  /**
   * The peer is a member of a chat room. It sends lines as fast as it can, and reads the lines of
   * all members.
   */
  CHAT('c', true, true),
  /** Two threads of the server exchange bytes in memory without a pause; the peer does nothing. */
  MEMORY('m', false, false);

  /**
   * The first byte of the client whose round trips are measured. It makes the server echo all bytes
   * of this client.
   */
  static final char PING = 'p';

  private static final int PIECE_BYTES = 64 * 1024;
  private static final Codec<String> LINES = Codec.lines().max(1, Size.KIB);

  private final char opening;
  private final boolean sends;
  private final boolean reads;

  Flood(char opening, boolean sends, boolean reads) {
    this.opening = opening;
    this.sends = sends;
    this.reads = reads;
  }

  char opening() {
    return opening;
  }

  /** Returns whether the peer sends without a pause. */
  boolean sends() {
    return sends;
  }

  /** Returns whether the peer reads without a pause. */
  boolean reads() {
    return reads;
  }

  /**
   * The handler of the flooded server. It reads the first byte from the peer, and then serves the
   * peer as the kind of flood requires.
   */
  static final class Flooded implements ConnectionHandler {
    private final Fanout<String> room = new Fanout<>(LINES);
    private final CompletableFuture<Endpoint> self = new CompletableFuture<>();

    /** Sets the endpoint of the server, to which the handler connects for {@link #RELAY}. */
    void listensAt(Endpoint endpoint) {
      self.complete(endpoint);
    }

    @Override
    public void handle(Connection connection) throws Exception {
      switch (connection.source().readByte()) {
        case PING, 'e' -> connection.source().transferTo(connection.sink());
        case 'u' -> readAll(connection);
        case 'f' -> store(connection);
        case 'd' -> writeOn(connection);
        case 'r' -> relay(connection);
        case 'c' -> talk(connection);
        case 'm' -> fillMemory(connection);
        default -> throw new IOException("unknown first byte");
      }
    }

    private static void readAll(Connection connection) throws IOException {
      var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
      int count;
      do {
        count = connection.read(piece.clear());
      } while (count >= 0);
    }

    private static void store(Connection connection) throws IOException {
      Path path = Files.createTempFile("flood", "");
      try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
        FileRange range;
        do {
          range = FileRange.of(file, 0, 64L << 20);
          connection.source().transferTo(range);
        } while (!range.hasRemaining());
      } finally {
        Files.delete(path);
      }
    }

    private static void writeOn(Connection connection) throws IOException {
      var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
      while (connection.isOpen()) {
        connection.write(piece.clear());
      }
    }

    private void relay(Connection connection) throws IOException {
      try (Connection target = Network.system().connect(self.join(), Options.none())) {
        target.sink().writeByte('u').flush();
        Relay.between(connection, target).run();
      }
    }

    private void talk(Connection connection) throws Exception {
      try (var _ = room.subscribe(connection)) {
        new FramedConnection<>(connection, LINES).forEach(room::offer);
      }
    }

    private static void fillMemory(Connection connection) throws IOException {
      var pipe = new BytePipe(PIECE_BYTES);
      Thread.ofVirtual().start(() -> quietly(() -> write(pipe)));
      Thread.ofVirtual().start(() -> quietly(() -> read(pipe)));
      connection.source().exhausted();
      pipe.abandon();
    }

    private static void write(BytePipe pipe) throws IOException {
      var message = ByteBuffer.allocate(64);
      while (pipe.write(message.hasRemaining() ? message : message.clear()) > 0) {}
    }

    private static void read(BytePipe pipe) throws IOException {
      var message = ByteBuffer.allocate(256);
      while (pipe.read(message.clear()) >= 0) {}
    }

    private interface Step {
      void run() throws IOException;
    }

    private static void quietly(Step step) {
      try {
        step.run();
      } catch (IOException closed) {
        // Expected: the peer has disconnected.
      }
    }
  }
}
