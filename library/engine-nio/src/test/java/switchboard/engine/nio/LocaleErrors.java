package switchboard.engine.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.TooManyOpenFilesException;

/**
 * A program that causes each kind of error and prints the class of its exception. It runs in a
 * process with another locale.
 */
final class LocaleErrors {
  private static final Endpoint ANY_PORT = Endpoint.tcp("127.0.0.1", 0);
  private static final Network NETWORK = Network.over(new NioEngineProvider().open());

  private LocaleErrors() {}

  private interface Step {
    void run() throws Exception;
  }

  private static void tell(String what, Step step) {
    String outcome;
    try {
      step.run();
      outcome = "nothing";
    } catch (Exception e) {
      outcome = e.getClass().getSimpleName();
    }
    System.out.println(what + ": " + outcome);
  }

  private record Pair(Connection client, Connection server) {
    static Pair open(Endpoint endpoint) throws IOException {
      try (Listener listener = NETWORK.listen(endpoint)) {
        return new Pair(NETWORK.connect(listener.endpoint()), listener.accept());
      }
    }
  }

  private static void writeWithoutEnd(Connection connection) throws IOException {
    while (true) {
      connection.write(ByteBuffer.allocate(100_000));
    }
  }

  /**
   * The main program.
   *
   * @param arguments the path of a directory for socket files
   */
  public static void main(String... arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    try (SocketChannel channel = SocketChannel.open()) {
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    } catch (IOException ofTheJdk) {
      System.out.println("words: " + ofTheJdk.getMessage());
    }
    try (var _ = Deadline.after(Duration.ofSeconds(20))) {
      streams(directory);
      addresses(directory);
      datagrams();
      descriptors(directory);
    }
  }

  private static void streams(Path directory) throws Exception {
    tell("refused", () -> NETWORK.connect("127.0.0.1:1"));
    tell(
        "closed",
        () -> {
          Connection closed = Pair.open(ANY_PORT).client();
          closed.close();
          closed.read(ByteBuffer.allocate(1));
        });
    tell(
        "reset, read",
        () -> {
          Pair pair = Pair.open(ANY_PORT);
          pair.server.abort();
          pair.client.read(ByteBuffer.allocate(1));
        });
    tell(
        "reset, write",
        () -> {
          Pair pair = Pair.open(ANY_PORT);
          pair.server.abort();
          writeWithoutEnd(pair.client);
        });
    tell(
        "reset, write and read",
        () -> {
          Pair pair = Pair.open(ANY_PORT);
          pair.server.abort();
          try {
            writeWithoutEnd(pair.client);
          } catch (IOException lost) {
            pair.client.read(ByteBuffer.allocate(1));
          }
        });
    tell(
        "gone, write",
        () -> {
          Pair pair = Pair.open(Endpoint.unix(directory.resolve("gone").toString()));
          pair.server.close();
          writeWithoutEnd(pair.client);
        });
    tell("no zone", () -> NETWORK.connect("[fe80::1]:1"));
  }

  private static void addresses(Path directory) throws Exception {
    Listener tcp = NETWORK.listen(ANY_PORT);
    tell("in use", () -> NETWORK.listen(tcp.endpoint()));
    tell("of another machine", () -> NETWORK.listen("192.0.2.1:0"));
    Endpoint path = Endpoint.unix(directory.resolve("socket").toString());
    Listener unix = NETWORK.listen(path, Options.of(Option.BACKLOG, 1));
    tell("file in use", () -> NETWORK.listen(path));
    tell(
        "backlog full",
        () -> {
          try (var _ = Deadline.after(Duration.ofMillis(100))) {
            while (true) {
              NETWORK.connect(path);
            }
          }
        });
    unix.close();
    tell("no file", () -> NETWORK.connect(path));
    tell("no directory", () -> NETWORK.listen(Endpoint.unix(directory + "/none/socket")));
    Path stale = directory.resolve("stale");
    try (var dying = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dying.bind(UnixDomainSocketAddress.of(stale));
    }
    tell("stale file", () -> NETWORK.connect(Endpoint.unix(stale.toString())));
    tell("stale file taken over", () -> NETWORK.listen(Endpoint.unix(stale.toString())));
    Path plain = Files.createFile(directory.resolve("plain"));
    tell("no socket", () -> NETWORK.connect(Endpoint.unix(plain.toString())));
    tell("no directory either", () -> NETWORK.connect(Endpoint.unix(plain + "/socket")));
  }

  private static void datagrams() throws Exception {
    Datagrams socket = NETWORK.bind(Endpoint.parse("udp://127.0.0.1:0"), Options.none());
    tell("too long", () -> socket.send(ByteBuffer.allocate(65_508), Address.loopback(1)));
    tell(
        "broadcast",
        () -> {
          Endpoint anywhere = Endpoint.parse("udp://0.0.0.0:0");
          Datagrams wide = NETWORK.bind(anywhere, Options.none());
          wide.send(ByteBuffer.allocate(1), Address.inet(new byte[] {-1, -1, -1, -1}, 9));
        });
    tell(
        "nobody",
        () -> {
          Endpoint nobody = Endpoint.parse("udp://127.0.0.1:1");
          Datagrams connected = NETWORK.connectDatagrams(nobody, Options.none());
          while (true) {
            connected.send(ByteBuffer.allocate(1));
          }
        });
    tell(
        "bound", () -> NETWORK.bind(Endpoint.of(socket.local()).withScheme("udp"), Options.none()));
  }

  private static void descriptors(Path directory) throws Exception {
    Listener tcp = NETWORK.listen(ANY_PORT);
    Endpoint path = Endpoint.unix(directory.resolve("many").toString());
    Listener unix = NETWORK.listen(path);
    Class.forName(TooManyOpenFilesException.class.getName()); // loading needs a descriptor
    SocketChannel caller = SocketChannel.open();
    tell("no descriptor, not yet", () -> NETWORK.bind(Endpoint.parse("udp://:0"), Options.none()));
    var taken = new ArrayList<SocketChannel>();
    try {
      while (true) {
        taken.add(SocketChannel.open());
      }
    } catch (IOException none) {
      caller.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.endpoint().port()));
    }
    tell("no descriptor, connect", () -> NETWORK.connect(tcp.endpoint()));
    tell("no descriptor, unix", () -> NETWORK.connect(path));
    tell("no descriptor, listen", () -> NETWORK.listen(ANY_PORT));
    tell("no descriptor, bind", () -> NETWORK.bind(Endpoint.parse("udp://:0"), Options.none()));
    tell("no descriptor, accept", tcp::accept);
    taken.getFirst().close();
    tell("one descriptor, accept", tcp::accept);
    unix.close();
  }
}
