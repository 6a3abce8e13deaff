package switchboard.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;

/** Datagrams to and from programs written in Python, over the loopback. */
class DatagramPeersTest {
  private static final String EVERY_INTERFACE = "udp://0.0.0.0:0";
  private static final String EVERYBODY = "127.255.255.255";
  private static final Address.Inet GROUP = Address.inet(InetAddress.ofLiteral("239.255.70.9"), 0);

  private static final String PYTHON_SENDER =
      """
      import socket, sys
      with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
          s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
          s.settimeout(10)
          s.sendto(b"hello, group", ("239.255.70.9", int(sys.argv[1])))
          print(s.recvfrom(100)[0].decode(), flush=True)
      """;

  private static final String PYTHON_MEMBER =
      """
      import socket, struct
      with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
          s.bind(("", 0))
          member = struct.pack("4s4s", socket.inet_aton("239.255.70.9"), socket.inet_aton("127.0.0.1"))
          s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
          s.settimeout(10)
          print(s.getsockname()[1], flush=True)
          print(s.recvfrom(100)[0].decode(), flush=True)
      """;

  private final TestScope scope = new TestScope();

  @AfterEach
  void close() {
    scope.close();
  }

  /** Starts a program; the test is skipped if it is not installed. */
  private record Peer(Process process, BufferedReader output) implements AutoCloseable {
    static Peer start(String... command) throws IOException {
      try {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new Peer(process, process.inputReader(UTF_8));
      } catch (IOException missing) {
        assertFalse(Boolean.getBoolean("switchboard.ci"), missing.getMessage());
        return abort(command[0] + " is missing: nothing was tried");
      }
    }

    void say(String text) throws IOException {
      var input = process.outputWriter(UTF_8);
      input.write(text);
      input.flush();
    }

    String line() throws IOException {
      return String.valueOf(output.readLine());
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private static int port(Address address) {
    return ((Address.Inet) address).port();
  }

  private Datagrams bind(Options options) throws IOException {
    return scope.add(Network.system().bind(Endpoint.parse(EVERY_INTERFACE), options));
  }

  @Test
  void aPythonScriptSpeaksToTheGroupAndIsAnswered() throws Exception {
    try (var server =
            DatagramServer.builder(
                    message -> {
                      String heard = UTF_8.decode(message.content()).toString();
                      message.reply(UTF_8.encode("heard: " + heard));
                    })
                .listen(EVERY_INTERFACE)
                .join(GROUP, "lo")
                .start();
        var python = Peer.start("python3", "-c", PYTHON_SENDER, "" + server.endpoint().port())) {
      assertEquals("heard: hello, group", python.line());
    }
  }

  @Test
  void aPythonScriptInTheGroupHearsUs() throws Exception {
    try (var python = Peer.start("python3", "-c", PYTHON_MEMBER)) {
      int port = Integer.parseInt(python.line());
      bind(Options.of(Option.MULTICAST_INTERFACE, "lo"))
          .send(UTF_8.encode("hello, python"), GROUP.withPort(port));
      assertEquals("hello, python", python.line());
    }
  }

  @Test
  void socatsBroadcastIsHeardAndAnswered() throws Exception {
    try (var server =
            DatagramServer.bind(EVERY_INTERFACE, message -> message.reply(message.content()));
        var socat =
            Peer.start(
                "socat",
                "-",
                "UDP4-DATAGRAM:" + EVERYBODY + ":" + server.endpoint().port() + ",broadcast")) {
      socat.say("is anybody here?\n");
      assertEquals("is anybody here?", socat.line());
    }
  }

  @Test
  void ourBroadcastReachesSocat() throws Exception {
    Datagrams sender = bind(Options.of(Option.BROADCAST, true));
    Datagrams free = bind(Options.none());
    int port = port(free.local());
    free.close();
    try (var socat = Peer.start("socat", "-d", "-d", "-u", "UDP4-RECV:" + port, "STDOUT")) {
      String line = socat.line();
      while (line.contains(" N ") && !line.contains("starting data transfer")) {
        line = socat.line();
      }
      sender.send(
          UTF_8.encode("to everybody\n"), Address.inet(InetAddress.ofLiteral(EVERYBODY), port));
      line = socat.line();
      while (line.contains(" N ")) {
        line = socat.line();
      }
      assertEquals("to everybody", line);
    }
  }

  @Test
  void ncIsServedDatagramByDatagram() throws Exception {
    try (var server =
            DatagramServer.bind(
                "udp://127.0.0.1:0",
                message -> {
                  int bytes = message.content().remaining();
                  message.reply(UTF_8.encode(bytes + " bytes\n"));
                });
        var nc = Peer.start("nc", "-u", "127.0.0.1", "" + server.endpoint().port())) {
      nc.say("four\n");
      assertEquals("5 bytes", nc.line());
      nc.say("and more\n");
      assertEquals("9 bytes", nc.line());
    }
  }
}
