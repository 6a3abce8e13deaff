package switchboard.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.Ticker;
import switchboard.testkit.MemoryEngine;

/** A server under test, its callers and their network. Closed at the end of the test. */
public final class Board implements AutoCloseable {
  /** The kind of address at which a server listens. */
  public enum Place {
    TCP4,
    TCP6,
    UNIX,
    MEMORY
  }

  private static final long LOOK_NANOS = 1_000_000;

  private final TestScope scope = new TestScope();
  private final Place place;
  private Network network;

  public Board(Place place) {
    this.place = place;
    this.network = place == Place.MEMORY ? scope.add(MemoryEngine.network()) : Network.system();
  }

  /** A client that sends and receives lines. */
  public record Caller(Connection connection) {
    public void say(String line) throws IOException {
      connection.sink().writeLine(line).flush();
    }

    public String hear() throws IOException {
      try (var _ = Deadline.after(TestScope.LIMIT)) {
        return String.valueOf(connection.source().readLine(1 << 20));
      }
    }

    /** Reads until EOF. */
    public String hearAll() throws IOException {
      try (var _ = Deadline.after(TestScope.LIMIT)) {
        return new String(connection.source().readAll(1 << 24), StandardCharsets.UTF_8);
      }
    }

    public String ask(String line) throws IOException {
      say(line);
      return hear();
    }

    public void hangUp() {
      connection.close();
    }
  }

  public Network network() {
    return network;
  }

  /** Uses a different network for everything that is started later. */
  public Board network(Network other) {
    network = other;
    return this;
  }

  /**
   * Disables timeouts for everything that is started later, so that no timeout passes if the
   * machine stalls for seconds.
   */
  public Board timeless() {
    return network(network.withTicker(new StillTicker()));
  }

  /** A clock whose time does not advance, but whose waits take real time. */
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

  /** Returns an endpoint at which a server can listen. */
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

  /** Starts a server. The server is closed at the end of the test, if it is still open then. */
  public Server start(Server.Builder setup) throws IOException {
    return scope.add(setup.network(network).listen(anywhere()).start());
  }

  public Server start(ConnectionHandler service) throws IOException {
    return start(Server.builder(service));
  }

  public Caller call(Server server) throws IOException {
    return call(server.endpoint());
  }

  Caller call(Endpoint endpoint) throws IOException {
    return new Caller(scope.add(network.connect(endpoint, Options.none())));
  }

  /** Runs an action on a new thread, which must end before the test ends. */
  public TestTask<Boolean> meanwhile(TestScope.Step step) {
    return scope.start(step);
  }

  /** Repeats an action on a new thread until the action fails, and returns the failure. */
  TestTask<IOException> meanwhileFailing(TestScope.Step step) {
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

  /** Waits for at most ten seconds until {@code condition} is true. */
  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TestScope.LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Echoes bytes. */
  static void echo(Connection connection) throws IOException {
    connection.source().transferTo(connection.sink());
  }

  /** Echoes lines. A drain may end the call between two lines. */
  public static void echoLines(Connection connection) throws IOException {
    for (String line = nextLine(connection); line != null; line = nextLine(connection)) {
      connection.sink().writeLine(line).flush();
    }
  }

  /** Reads the next line, or returns null at EOF. A drain may end the call before the line. */
  static @Nullable String nextLine(Connection connection) throws IOException {
    connection.messageComplete();
    return connection.source().readLine(8192);
  }

  @Override
  public void close() {
    scope.close();
  }
}
