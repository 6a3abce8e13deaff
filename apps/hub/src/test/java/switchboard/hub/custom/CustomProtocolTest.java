package switchboard.hub.custom;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.hub.Hub;
import switchboard.hub.Protocol;
import switchboard.hub.Recognition;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.CallObserver;
import switchboard.server.CallSummary;
import switchboard.server.Server;
import switchboard.testkit.MemoryEngine;

/** Tests that protocols from another package can be added to a hub. */
class CustomProtocolTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Network network = MemoryEngine.network();

  @AfterEach
  void close() {
    network.close();
  }

  /** Replies to {@code SUM 3 4} with {@code 7}. */
  private static class Sum implements Protocol {
    private final String name;
    private final String command;

    Sum(String name, String command) {
      this.name = name;
      this.command = command;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Recognition recognize(ByteBuffer prefix, boolean complete) {
      return Protocol.startsWith(prefix, command.getBytes(US_ASCII));
    }

    @Override
    public void handle(Connection connection) throws IOException {
      String line = connection.source().readLine(1_000);
      String[] numbers = String.valueOf(line).substring(command.length()).split(" ", -1);
      int sum = Arrays.stream(numbers).mapToInt(Integer::parseInt).sum();
      connection.sink().writeLine(String.valueOf(sum)).flush();
    }
  }

  private Server start(Hub hub) throws IOException {
    return hub.start(network, List.of(Endpoint.parse("127.0.0.1:0")));
  }

  private List<String> ask(Server hub, String... pieces) throws IOException {
    try (Connection connection = network.connect(hub.endpoint());
        var _ = Deadline.after(TIMEOUT)) {
      for (String each : pieces) {
        connection.sink().writeText(each).flush();
      }
      connection.shutdownOutput();
      var lines = new ArrayList<String>();
      String line = connection.source().readLine(10_000);
      while (line != null) {
        lines.add(line);
        line = connection.source().readLine(10_000);
      }
      return lines;
    }
  }

  @Test
  void anAddedProtocolIsServedOnTheHubsPortBesideTheOthers() throws Exception {
    try (Server hub = start(new Hub().protocol(new Sum("sum", "SUM ")))) {
      assertEquals(List.of("7"), ask(hub, "SUM 3 4\n"));
      assertEquals(List.of("7"), ask(hub, "S", "U", "M", " ", "3 4\n"));
      assertTrue(ask(hub, "SUMMER\n").contains("-- you are SUMMER, in hall, alone so far"));
      assertEquals("HTTP/1.1 501 Not Implemented", ask(hub, "GET / HTTP/1.1\r\n\r\n").getFirst());
    }
  }

  @Test
  void callsOfAnAddedProtocolAreReportedUnderItsName() throws Exception {
    var protocols = new ConcurrentLinkedQueue<String>();
    var observer =
        new CallObserver() {
          @Override
          public void closed(CallSummary call) {
            protocols.add(call.protocol());
          }
        };
    try (Server hub = start(new Hub().observer(observer).protocol(new Sum("sum", "SUM ")))) {
      assertEquals(List.of("7"), ask(hub, "SUM 3 4\n"));
    }
    assertEquals(List.of("sum"), List.copyOf(protocols));
  }

  @Test
  void aProtocolWithTheNameOfAStandardOneReplacesItInItsPosition() throws Exception {
    try (Server hub =
        start(new Hub().protocol(new Sum("sum", "GET ")).protocol(new Sum("http", "GET /")))) {
      assertEquals(List.of("7"), ask(hub, "GET /3 4\n"), "http is tried first");
      assertEquals(List.of("9"), ask(hub, "GET 4 5\n"));
    }
  }

  @Test
  void ofSeveralAddedProtocolsTheFirstCounts() throws Exception {
    try (Server hub = start(new Hub().protocol(new Sum("sum", "SUM ")).protocol(new Refusal()))) {
      assertEquals(List.of("7"), ask(hub, "SUM 3 4\n"));
      assertEquals(List.of("no"), ask(hub, "SUB 3 4\n"));
    }
  }

  /** Recognizes everything that begins with an S. */
  private static final class Refusal implements Protocol {
    @Override
    public String name() {
      return "refusal";
    }

    @Override
    public Recognition recognize(ByteBuffer prefix, boolean complete) {
      return Protocol.startsWith(prefix, new byte[] {'S'});
    }

    @Override
    public void handle(Connection connection) throws IOException {
      connection.sink().writeLine("no").flush();
    }
  }
}
