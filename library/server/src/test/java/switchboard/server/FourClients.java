package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.contracts.TestMatrix;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.frames.FramedConnection;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Options;
import switchboard.net.SocketClosedException;
import switchboard.net.UnexpectedEofException;

/** The clients of one of the {@link FourServers}. They send requests and check every answer. */
final class FourClients {
  /** The number of requests that a client sends after {@code finish}. */
  private static final int LAST_REQUESTS = 10;

  /** The maximum number of outstanding requests to a server of frames. */
  private static final int WINDOW = 32;

  /** The time after which a datagram counts as lost, for lack of buffer space at the server. */
  private static final Duration REPLY_TIME_MAX = Duration.ofMillis(200);

  private final Network network;
  private final Endpoint server;
  private final TestScope scope;
  private volatile boolean finishing;

  /**
   * The number of answered requests of each client, as the server reported it; null before that.
   */
  private volatile @Nullable Map<Integer, Integer> report;

  FourClients(Network network, Endpoint server, TestScope scope) {
    this.network = network;
    this.server = server;
    this.scope = scope;
  }

  Endpoint server() {
    return server;
  }

  /** Runs a client until the server closes its connection, or until {@code finish}. */
  interface Conversation {
    /** Returns whether the server ended the conversation; counts each correct answer. */
    boolean run(int id, AtomicInteger answers) throws Exception;
  }

  /** A running client. */
  record Client(int id, AtomicInteger answers, TestTask<Boolean> task) {}

  Client start(int id, Conversation conversation) {
    var answers = new AtomicInteger();
    return new Client(id, answers, scope.call(() -> conversation.run(id, answers)));
  }

  /** Makes each client shut down its output after a few more requests. */
  void finish() {
    finishing = true;
  }

  /** Makes datagram clients stop sending, and wait for the replies that were sent. */
  void finish(Map<Integer, Integer> answered) {
    report = answered;
  }

  /** Repeatedly sends a line, sometimes an invalid one, and waits for the reply. */
  boolean lines(int id, AtomicInteger answers) throws IOException {
    var random = new Random(TestMatrix.seed() + id);
    try (Connection connection = network.connect(server, Options.none())) {
      var frames = new FramedConnection<>(connection, FourServers.LINES);
      long sum = 0;
      for (int left = LAST_REQUESTS; left > 0; left -= finishing ? 1 : 0) {
        boolean bad = answers.get() > 0 && random.nextInt(5) == 0; // the first reply has the id
        if (bad) {
          String line = random.nextBoolean() ? "ADD 1\n1 1\r\n" : "SUBTRACT 1 1\r\n";
          connection.sink().writeText(line).flush();
        } else {
          int number = random.nextInt(1000);
          sum += number;
          frames.send("ADD " + id + " " + number);
        }
        String answer = receive(frames);
        if (answer == null) {
          return true;
        }
        assertEquals(bad ? FourServers.BAD_MESSAGE : "OK " + sum, answer);
        answers.incrementAndGet();
      }
      connection.shutdownOutput();
      assertNull(receive(frames));
      return false;
    }
  }

  /**
   * Receives a reply. Returns null if EOF arrives between two replies; throws an exception if EOF
   * arrives within a reply.
   */
  private static <F> @Nullable F receive(FramedConnection<F> frames) throws IOException {
    try (var _ = Deadline.after(TestScope.LIMIT)) {
      return frames.receive();
    }
  }

  /** Sends requests on one thread and receives replies on another, until the server ends. */
  boolean frames(int id, AtomicInteger answers) throws Exception {
    Connection connection = scope.add(network.connect(server, Options.none()));
    var frames = new FramedConnection<>(connection, FourServers.FRAMES);
    var expected = new ArrayBlockingQueue<byte[]>(WINDOW);
    TestTask<Boolean> sender = scope.start(() -> sendFrames(id, frames, expected));
    try {
      receiveFrames(frames, expected, answers);
    } finally {
      connection.close();
      sender.thread().interrupt();
    }
    sender.result();
    return true;
  }

  private static void sendFrames(
      int id, FramedConnection<byte[]> frames, BlockingQueue<byte[]> expected) throws IOException {
    try {
      for (int number = 0; ; number++) {
        byte[] request = request(id, number);
        frames.sendRequest(request);
        expected.put(FourServers.answerTo(request));
      }
    } catch (SocketClosedException | OperationInterruptedException | InterruptedException ended) {
      // The receiving thread has seen EOF.
    }
  }

  private static void receiveFrames(
      FramedConnection<byte[]> frames, BlockingQueue<byte[]> expected, AtomicInteger answers)
      throws Exception {
    while (true) {
      byte[] next = expected.poll(TestScope.LIMIT.toSeconds(), TimeUnit.SECONDS);
      byte[] answer;
      try (var _ = Deadline.after(TestScope.LIMIT)) {
        answer = frames.receiveResponse();
      } catch (UnexpectedEofException end) {
        assertNull(receive(frames), "EOF is between two replies");
        return;
      }
      assertArrayEquals(next, answer);
      answers.incrementAndGet();
    }
  }

  /** Returns a payload that depends only on the numbers. */
  private static byte[] request(int id, int number) {
    var random = new Random(TestMatrix.seed() + id * 1_000_000L + number);
    byte[] payload = new byte[random.nextInt(200)];
    random.nextBytes(payload);
    return FourServers.request(id, number, payload);
  }

  /** Sends one datagram at a time, and finally waits for all replies that the server has sent. */
  boolean datagrams(int id, AtomicInteger answers) throws Exception {
    Address target = network.resolve(server).getFirst();
    try (Datagrams socket = network.bind(Endpoint.parse("udp://127.0.0.1:0"), Options.none())) {
      var received = new BitSet();
      var answered = report;
      for (int number = 0; answered == null; number++, answered = report) {
        socket.send(ByteBuffer.wrap(request(id, number)), target);
        try (var _ = Deadline.after(REPLY_TIME_MAX)) {
          while (!received.get(number)) {
            receiveReply(socket, target, id, received);
            answers.incrementAndGet();
          }
        } catch (DeadlineExceededException lost) {
          // Continue with the next request; the reply may still arrive.
        }
      }
      int sent = answered.getOrDefault(id, 0);
      try (var _ = Deadline.after(TestScope.LIMIT)) {
        while (received.cardinality() < sent) {
          receiveReply(socket, target, id, received);
          answers.incrementAndGet();
        }
      }
      assertNull(socket.tryReceive(ByteBuffer.allocate(4096)), "more replies than the server sent");
      return true;
    }
  }

  private static void receiveReply(Datagrams socket, Address server, int id, BitSet received)
      throws IOException {
    var reply = ByteBuffer.allocate(4096);
    assertEquals(server, socket.receive(reply));
    reply.flip();
    int number = reply.getInt(0);
    assertArrayEquals(
        FourServers.answerTo(request(id, number)),
        Arrays.copyOf(reply.array(), reply.limit()),
        "the reply to request " + number);
    assertTrue(!received.get(number), "a second reply to request " + number);
    received.set(number);
  }
}
