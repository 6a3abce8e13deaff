package switchboard.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import switchboard.frames.Codec;
import switchboard.frames.FramedConnection;
import switchboard.frames.Size;
import switchboard.net.BadMessageException;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;

/**
 * Four servers for {@link Forked} that use only the public API, as an application does. Each of
 * them prints its endpoints, drains after a byte or EOF on standard input, prints the number of
 * answered requests for each client, and returns from {@code main}.
 */
final class FourServers {
  /** The kind of server, chosen by the system property {@code kind}. */
  enum Kind {
    LINES,
    FRAMES,
    BALANCER,
    DATAGRAMS
  }

  static final Duration GRACE = Duration.ofSeconds(3);

  static final Codec<String> LINES = Codec.lines().crlf().max(512, Size.BYTES);
  static final Codec<byte[]> FRAMES = Codec.lengthPrefixed().max(4, Size.KIB);

  static final String BAD_MESSAGE =
      "ERR bad message: expected ADD CLIENT NUMBER, which is answered with OK and the sum";

  /** The last line of the report. */
  static final String END = "end of report";

  /** Small socket buffers, so that a few replies fill them. */
  static final Options SMALL_BUFFERS =
      Options.of(Option.SEND_BUFFER, 16 * 1024).with(Option.RECEIVE_BUFFER, 16 * 1024);

  private static final String LOCALHOST = "127.0.0.1:0";
  private static final Pattern COMMAND = Pattern.compile("ADD (\\d{1,4}) (\\d{1,6})");

  private static final Codec<String> COMMANDS = LINES.map(FourServers::checked, line -> line);

  private final Network network = Network.open(System.getProperty("engine"));
  private final Strategy strategy = Strategy.valueOf(System.getProperty("strategy"));
  private final Map<Integer, LongAdder> answered = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();

  public static void main(String[] arguments) throws IOException {
    var program = new FourServers();
    switch (Kind.valueOf(System.getProperty("kind"))) {
      case LINES -> program.serve(program.server(program::serveLines));
      case FRAMES -> program.serve(program.server(program::serveFrames));
      case BALANCER -> program.balance();
      case DATAGRAMS -> program.serveDatagrams();
    }
  }

  private Server.Builder server(ConnectionHandler service) {
    return Server.builder(service)
        .network(network)
        .strategy(strategy)
        .options(SMALL_BUFFERS)
        .listen(LOCALHOST);
  }

  private void serve(Server.Builder setup) throws IOException {
    try (Server server = setup.onDrain(() -> System.out.println("draining")).start()) {
      System.out.println(server.endpoint());
      awaitOrder();
      server.drain(GRACE);
      System.out.println("drained");
      report(server.counters());
    }
  }

  private static void awaitOrder() throws IOException {
    var _ = System.in.read(); // read also returns at EOF
  }

  private void report(Object counters) {
    new TreeMap<>(answered).forEach((id, count) -> System.out.println(id + "=" + count));
    System.out.println(counters);
    System.out.println(END);
  }

  private void count(int id) {
    answered.computeIfAbsent(id, _ -> new LongAdder()).increment();
  }

  private static String checked(String line) throws BadMessageException {
    if (!COMMAND.matcher(line).matches()) {
      throw new BadMessageException("expected ADD CLIENT NUMBER");
    }
    return line;
  }

  /** Replies to {@code ADD CLIENT NUMBER} with the sum of the numbers of this connection. */
  private void serveLines(Connection connection) throws Exception {
    var frames = new FramedConnection<>(connection, COMMANDS);
    int[] client = {0};
    long[] sum = {0};
    frames.forEach(
        command -> {
          String[] words = command.split(" ", -1);
          client[0] = Integer.parseInt(words[1]);
          sum[0] += Long.parseLong(words[2]);
          frames.send("OK " + sum[0]);
          count(client[0]);
        },
        bad -> {
          frames.send(BAD_MESSAGE);
          count(client[0]);
        });
  }

  private void serveFrames(Connection connection) throws Exception {
    var frames = new FramedConnection<>(connection, FRAMES);
    frames.forEach(request -> {
      frames.write(answerTo(request));
      count(clientOf(request));
    });
  }

  /** A request is the number of its client, its own number, and a payload. */
  static byte[] request(int client, int number, byte[] payload) {
    return ByteBuffer.allocate(8 + payload.length)
        .putInt(client)
        .putInt(number)
        .put(payload)
        .array();
  }

  /** Returns the reply: the number of the request, and its payload with each byte inverted. */
  static byte[] answerTo(byte[] request) {
    byte[] answer = new byte[request.length - 4];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = (byte) (i < 4 ? request[i + 4] : ~request[i + 4]);
    }
    return answer;
  }

  private static int clientOf(byte[] request) {
    return ByteBuffer.wrap(request).getInt();
  }

  /** Runs a balancer and its two backends, which are closed after it. */
  private void balance() throws IOException {
    try (Server one = server(this::serveLines).start();
        Server other = server(this::serveLines).start()) {
      serve(server(caller -> relay(caller, List.of(one, other))));
    }
  }

  private void relay(Connection caller, List<Server> backends) throws IOException {
    Server backend = backends.get(calls.getAndIncrement() % backends.size());
    try (Connection behind = network.connect(backend.endpoint(), SMALL_BUFFERS)) {
      Relay.between(caller, behind).run();
    }
  }

  private void serveDatagrams() throws IOException {
    var setup =
        DatagramServer.builder(this::serveDatagram).network(network).listen("udp://" + LOCALHOST);
    DatagramServer server = setup.start();
    System.out.println(server.endpoint());
    awaitOrder();
    System.out.println("draining");
    server.close();
    System.out.println("drained");
    report(server.counters());
  }

  private void serveDatagram(Datagram message) throws IOException {
    byte[] request = new byte[message.content().remaining()];
    message.content().get(request);
    message.reply(ByteBuffer.wrap(answerTo(request)));
    count(clientOf(request));
  }
}
