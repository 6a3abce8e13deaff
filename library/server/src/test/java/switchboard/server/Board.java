package switchboard.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.Ticker;
import switchboard.testing.MemoryEngine;
import switchboard.testing.Scope;
import switchboard.testing.Task;

/** A server under test, those who call it, and the network between them. Ends with the test. */
final class Board implements AutoCloseable {
  /** Where a server may listen. */
  enum Place {
    TCP4,
    TCP6,
    UNIX,
    MEMORY
  }

  private static final long LOOK_NANOS = 1_000_000;

  private final Scope scope = new Scope();
  private final Place place;
  private Network network;

  Board(Place place) {
    this.place = place;
    this.network = place == Place.MEMORY ? scope.add(MemoryEngine.network()) : Network.system();
  }

  /** A caller, who says lines and hears lines. */
  record Caller(Connection connection) {
    void say(String line) throws IOException {
      connection.sink().writeLine(line).flush();
    }

    String hear() throws IOException {
      try (var _ = Deadline.after(Scope.LIMIT)) {
        return String.valueOf(connection.source().readLine(1 << 20));
      }
    }

    /** Everything until the end of the stream. */
    String hearAll() throws IOException {
      try (var _ = Deadline.after(Scope.LIMIT)) {
        return new String(connection.source().readAll(1 << 24), StandardCharsets.UTF_8);
      }
    }

    String ask(String line) throws IOException {
      say(line);
      return hear();
    }

    void hangUp() {
      connection.close();
    }
  }

  Network network() {
    return network;
  }

  /** Over another network from now on. */
  Board network(Network other) {
    network = other;
    return this;
  }

  /** From now on without limits of time: a machine that stands still for seconds breaks none. */
  Board timeless() {
    return network(network.withTicker(new StillTicker()));
  }

  /** Real waits by a clock that stands still. */
  private static final class StillTicker implements Ticker {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public void park(Object blocker, long nanosMax) {
      LockSupport.parkNanos(blocker, nanosMax);
    }
  }

  /** A free place to listen at. */
  Endpoint anywhere() {
    return switch (place) {
      case TCP4, MEMORY -> Endpoint.tcp("127.0.0.1", 0);
      case TCP6 -> Endpoint.tcp("::1", 0);
      case UNIX -> Endpoint.unix(directory().resolve("socket").toString());
    };
  }

  private Path directory() {
    try {
      Path directory = Files.createTempDirectory("switchboard");
      scope.add(() -> Files.delete(directory));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that is closed at the end of the test, if not before. */
  Server start(ServerSetup setup) throws IOException {
    return scope.add(setup.network(network).on(anywhere()).start());
  }

  Server start(Service service) throws IOException {
    return start(Server.of(service));
  }

  Caller call(Server server) throws IOException {
    return call(server.endpoint());
  }

  Caller call(Endpoint endpoint) throws IOException {
    return new Caller(scope.add(network.connect(endpoint, Options.none())));
  }

  /** Does something on a thread of its own, which must end with the test. */
  Task<Boolean> meanwhile(Scope.Step step) {
    return scope.start(step);
  }

  /** Does something again and again on a thread of its own, until it fails; with what. */
  Task<IOException> meanwhileFailing(Scope.Step step) {
    return scope.call(() -> {
      while (true) {
        try {
          step.run();
        } catch (IOException failed) {
          return failed;
        }
      }
    });
  }

  <T> T add(T socket) {
    if (socket instanceof AutoCloseable closeable) {
      scope.add(closeable);
    }
    return socket;
  }

  /** Waits until {@code condition}, for ten seconds at most. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Scope.LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Says the same again. */
  static void echo(Connection connection) throws IOException {
    connection.source().transferTo(connection.sink());
  }

  /** Answers each line at once; between two of them a drain may end the call. */
  static void echoLines(Connection connection) throws IOException {
    for (String line = nextLine(connection); line != null; line = nextLine(connection)) {
      connection.sink().writeLine(line).flush();
    }
  }

  /** The next line, before which a drain may end the call; null at the end of the stream. */
  static @Nullable String nextLine(Connection connection) throws IOException {
    connection.messageComplete();
    return connection.source().readLine(8192);
  }

  @Override
  public void close() {
    scope.close();
  }
}
