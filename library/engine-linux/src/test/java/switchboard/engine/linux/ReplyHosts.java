package switchboard.engine.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;

/**
 * The program that runs on the host with two addresses on one Ethernet link, for {@link
 * ReplyHostsTest}.
 */
final class ReplyHosts {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** A client on the other host. Its socket is connected, or unconnected for broadcast. */
  private static final String CLIENT =
      """
      import socket, sys
      host, port, connected = sys.argv[1], int(sys.argv[2]), sys.argv[3] == 'connected'
      at = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
      client = socket.socket(at[0], socket.SOCK_DGRAM)
      client.settimeout(5)
      client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
      if connected:
          client.connect(at[4])
          client.send(b'hello')
          print(client.recv(100).decode())
      else:
          client.sendto(b'hello', at[4])
          reply, source = client.recvfrom(100)
          print(reply.decode(), source[0].split('%')[0])
      """;

  private ReplyHosts() {}

  /**
   * For each endpoint, host and kind of socket in the arguments, answers one request and prints
   * what the client received.
   *
   * @param words an endpoint, a host and a kind of socket, repeated any number of times; the
   *     environment variable OTHER contains the identifier of a process on the other host
   */
  public static void main(String... words) throws Exception {
    try (var network = Network.over(new LinuxEngineProvider().open());
        var _ = Deadline.after(LIMIT)) {
      String other = System.getenv("OTHER");
      for (int i = 0; i < words.length; i += 3) {
        var options = Options.of(Option.REUSE_ADDRESS, true);
        try (var server = network.bind(Endpoint.parse(words[i]), options)) {
          System.out.println(asked(server, other, words[i + 1], words[i + 2]));
        }
      }
    }
  }

  private static String asked(Datagrams server, String other, String host, String way)
      throws IOException, InterruptedException {
    String port = String.valueOf(((Address.Inet) server.local()).port());
    var command = new ArrayList<>(List.of("nsenter", "-t", other, "-n", "python3", "-c", CLIENT));
    command.addAll(List.of(host, port, way));
    Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      var message = ByteBuffer.allocateDirect(100);
      Datagrams.Envelope received = server.receiveEnvelope(message);
      server.reply(UTF_8.encode(ip(received.destination())), received);
      String said = new String(client.getInputStream().readAllBytes(), UTF_8).strip();
      return host + " " + way + ": " + said;
    } finally {
      client.destroyForcibly();
    }
  }

  private static String ip(Address address) {
    var inet = (Address.Inet) address;
    return inet.host() + (inet.zone().isEmpty() ? "" : "%" + inet.zone());
  }
}
