package switchboard.echo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.AddressUnavailableException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.UnexpectedEofException;
import switchboard.server.ConnectionHandler;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.server.Strategy;

/** Tests the echo server and the echo client over system sockets. */
class EchoTest {
  private static final Network NETWORK = Network.system();
  private static final Endpoint TCP = Endpoint.parse("127.0.0.1:0");
  private static final Endpoint UDP = Endpoint.parse("udp://127.0.0.1:0");

  @TempDir private Path scratch = Path.of("");
  private final EchoClient client = new EchoClient(NETWORK, Duration.ofSeconds(20));
  private final EchoClient hasty = new EchoClient(NETWORK, Duration.ofMillis(300));
  private Endpoint unix = TCP;

  @BeforeEach
  void nameTheSocket() {
    unix = Endpoint.unix(scratch.resolve("echo.sock").toString());
  }

  @Test
  void oneServerEchoesOverTcpUdpAndUnixTogether() throws Exception {
    var asked = List.of(UDP, unix, TCP, Endpoint.parse("udp://[::1]:0"), TCP);
    try (var echo = EchoServer.start(NETWORK, asked)) {
      assertEquals(asked.size(), echo.endpoints().size());
      for (int i = 0; i < asked.size(); i++) {
        Endpoint endpoint = echo.endpoints().get(i);
        assertEquals(asked.get(i).scheme(), endpoint.scheme());
        assertArrayEquals(bytes(1000), said(endpoint, bytes(1000)));
      }
    }
  }

  @Test
  void twoHundredAtOnceAreServedOverTcp() throws Exception {
    manyAtOnce(TCP, Strategy.VIRTUAL_THREADS);
    manyAtOnce(TCP, Strategy.PLATFORM_THREADS);
  }

  @Test
  void twoHundredAtOnceAreServedOverUnix() throws Exception {
    manyAtOnce(unix, Strategy.VIRTUAL_THREADS);
  }

  @Test
  void sequentiallyEveryoneIsServedInTurn() throws Exception {
    var limits = Limits.standard();
    try (var echo = EchoServer.start(NETWORK, List.of(TCP), Strategy.SEQUENTIAL, limits);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<byte[]> asking = () -> said(echo.endpoints().getFirst(), bytes(5000));
      var answers = new ArrayList<Future<byte[]>>();
      for (int i = 0; i < 50; i++) {
        answers.add(executor.submit(asking));
      }
      for (var answer : answers) {
        assertArrayEquals(bytes(5000), answer.get());
      }
    }
  }

  /** Connects all clients before the first client sends. */
  private static void manyAtOnce(Endpoint endpoint, Strategy strategy) throws Exception {
    int count = 200;
    try (var echo = EchoServer.start(NETWORK, List.of(endpoint), strategy, Limits.standard());
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var allConnected = new CyclicBarrier(count);
      var received = new ArrayList<Future<byte[]>>();
      for (int i = 0; i < count; i++) {
        byte[] bytes = bytes(1000 + i);
        received.add(
            executor.submit(() -> {
              var answer = new ByteArrayOutputStream();
              var where = echo.endpoints().getFirst();
              boolean[] met = {false};
              var input = EchoClient.Input.of(bytes);
              new EchoClient(NETWORK, Duration.ofSeconds(20))
                  .pipe(
                      where,
                      target -> {
                        if (!met[0]) {
                          met[0] = true;
                          meet(allConnected);
                        }
                        return input.read(target);
                      },
                      into(answer));
              return answer.toByteArray();
            }));
      }
      for (int i = 0; i < count; i++) {
        assertArrayEquals(bytes(1000 + i), received.get(i).get());
      }
    }
  }

  private static void meet(CyclicBarrier barrier) throws IOException {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Test
  void moreThanAllBuffersHoldComesBackWhole() throws Exception {
    try (var echo = EchoServer.start(NETWORK, List.of(TCP, unix))) {
      byte[] much = bytes(30_000_000);
      for (Endpoint endpoint : echo.endpoints()) {
        assertArrayEquals(much, said(endpoint, much));
      }
    }
  }

  @Test
  void theLargestAndTheEmptyDatagramComeBack() throws Exception {
    try (var echo = EchoServer.start(NETWORK, List.of(UDP))) {
      Endpoint endpoint = echo.endpoints().getFirst();
      assertArrayEquals(bytes(65_507), said(endpoint, bytes(65_507)));
      assertArrayEquals(bytes(0), said(endpoint, bytes(0)));
      assertArrayEquals(bytes(200_000), piped(client, endpoint, bytes(200_000)));
    }
  }

  @Test
  void whenOneEndpointCannotBeHadTheOthersAreFreeAgain() throws Exception {
    try (var first = EchoServer.start(NETWORK, List.of(TCP))) {
      Endpoint taken = first.endpoints().getFirst();
      var wanted = List.of(unix, UDP, taken);
      assertThrows(AddressUnavailableException.class, () -> EchoServer.start(NETWORK, wanted));
      assertTrue(Files.notExists(Path.of(unix.path())));
    }
  }

  @Test
  void closingEndsIdleCallersAtOnce() throws Exception {
    var echo = EchoServer.start(NETWORK, List.of(TCP, UDP));
    try (var idle = NETWORK.connect(echo.endpoints().getFirst().toString())) {
      idle.write(ByteBuffer.wrap(bytes(10)));
      assertArrayEquals(bytes(10), idle.source().readExactly(10));
      echo.close();
      echo.awaitStop();
      assertEquals(-1, idle.read(ByteBuffer.allocate(1)));
    }
    assertThrows(
        ConnectionRefusedException.class, () -> said(echo.endpoints().getFirst(), bytes(1)));
    assertThrows(
        ConnectionRefusedException.class, () -> said(echo.endpoints().getLast(), bytes(1)));
  }

  @Test
  void anAnswerThatDiffersIsReported() throws Exception {
    withServer(
        connection -> {
          byte[] all = connection.source().readAll(100);
          all[3]++;
          connection.write(ByteBuffer.wrap(all));
        },
        endpoint -> {
          var e = assertThrows(EchoMismatchException.class, () -> said(endpoint, bytes(10)));
          assertTrue(e.getMessage().contains("but different content"), e.getMessage());
        });
  }

  @Test
  void anAnswerThatIsTooLongOrTooShortIsReported() throws Exception {
    withServer(
        connection -> connection.sink().writeText("welcome to another protocol"),
        endpoint -> assertThrows(EchoMismatchException.class, () -> said(endpoint, bytes(3))));
    withServer(
        connection -> connection.write(ByteBuffer.wrap(connection.source().readExactly(2))),
        endpoint -> assertThrows(EchoMismatchException.class, () -> said(endpoint, bytes(3))));
  }

  @Test
  void aSilentEchoRunsOutOfTime() throws Exception {
    try (var silent = NETWORK.listen("127.0.0.1:0");
        var deaf = NETWORK.bind(UDP, Options.none())) {
      var stream = Endpoint.of(silent.local());
      var datagrams = Endpoint.of(deaf.local()).withScheme("udp");
      for (Endpoint endpoint : List.of(stream, datagrams)) {
        var nowhere = into(new ByteArrayOutputStream());
        assertThrows(DeadlineExceededException.class, () -> hasty.say(endpoint, bytes(4), nowhere));
        assertThrows(DeadlineExceededException.class, () -> piped(hasty, endpoint, bytes(4)));
      }
    }
  }

  @Test
  void anEchoThatReadsNothingRunsOutOfTimeHoweverMuchIsSent() throws Exception {
    try (var silent = NETWORK.listen("127.0.0.1:0")) {
      Endpoint endpoint = Endpoint.of(silent.local());
      assertThrows(
          DeadlineExceededException.class, () -> piped(hasty, endpoint, bytes(30_000_000)));
    }
  }

  @Test
  void anEchoThatEndsFirstWakesWhoWaitsForInput() throws Exception {
    withServer(
        connection -> {},
        endpoint -> {
          try (var silent = NETWORK.listen("127.0.0.1:0");
              var stillTyping = NETWORK.connect(Endpoint.of(silent.local()).toString())) {
            assertThrows(
                UnexpectedEofException.class,
                () -> client.pipe(endpoint, stillTyping::read, into(new ByteArrayOutputStream())));
          }
        });
  }

  @Test
  void inputThatFailsIsReported() throws Exception {
    try (var echo = EchoServer.start(NETWORK, List.of(TCP))) {
      var e =
          assertThrows(
              IOException.class,
              () ->
                  client.pipe(
                      echo.endpoints().getFirst(),
                      _ -> {
                        throw new IOException("the disk is full");
                      },
                      into(new ByteArrayOutputStream())));
      assertEquals("the disk is full", e.getMessage());
    }
  }

  private interface Asking {
    void ask(Endpoint endpoint) throws Exception;
  }

  private static void withServer(ConnectionHandler service, Asking asking) throws Exception {
    try (var server = Server.listen("127.0.0.1:0", service)) {
      asking.ask(server.endpoint());
    }
  }

  private byte[] said(Endpoint endpoint, byte[] text) throws IOException {
    var answer = new ByteArrayOutputStream();
    client.say(endpoint, text, into(answer));
    return answer.toByteArray();
  }

  private static byte[] piped(EchoClient client, Endpoint endpoint, byte[] bytes)
      throws IOException {
    var answer = new ByteArrayOutputStream();
    client.pipe(endpoint, EchoClient.Input.of(bytes), into(answer));
    return answer.toByteArray();
  }

  private static EchoClient.Output into(ByteArrayOutputStream answer) {
    return bytes -> {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      answer.writeBytes(copy);
    };
  }

  /** Returns bytes that depend only on the length. */
  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
