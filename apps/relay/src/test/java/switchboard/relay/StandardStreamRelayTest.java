package switchboard.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Pipes;
import switchboard.testkit.MemoryEngine;

/**
 * Tests relays between a peer in memory and standard streams. The test uses the other ends of these
 * streams.
 */
class StandardStreamRelayTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final TestScope scope = new TestScope();
  private final Network network = scope.add(MemoryEngine.network());
  private final Endpoint anywhere = Endpoint.tcp("127.0.0.1", 0);

  @AfterEach
  void close() {
    scope.close();
  }

  private TestScope.Pair pair() throws IOException {
    return scope.pair(network, anywhere);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void say(Connection connection, String text) throws IOException {
    connection.write(ByteBuffer.wrap(bytes(text)));
  }

  private static String hear(Connection connection, int count) throws IOException {
    return new String(connection.source().readExactly(count), StandardCharsets.UTF_8);
  }

  private static String hearAll(Connection connection) throws IOException {
    try (var _ = Deadline.after(TestScope.LIMIT)) {
      return new String(connection.source().readAll(1_000), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whoHasEndedStillHearsBothWays() throws Exception {
    for (boolean inputFirst : new boolean[] {true, false}) {
      TestScope.Pair user = pair();
      TestScope.Pair peer = pair();
      var plug = new StandardStreamRelay(user.server(), RelayOptions.standard().timeout(LONG));
      TestTask<RelayStatistics> running = scope.call(() -> plug.run(peer.client()));
      Connection first = inputFirst ? user.client() : peer.server();
      Connection second = inputFirst ? peer.server() : user.client();
      say(first, "first");
      first.shutdownOutput();
      assertEquals("first", hearAll(second));
      assertFalse(running.isDone());
      say(second, "answer");
      second.shutdownOutput();
      assertEquals("answer", hearAll(first));
      assertEquals(
          inputFirst ? new RelayStatistics(5, 6) : new RelayStatistics(6, 5), running.result());
      assertFalse(peer.client().isOpen());
      assertTrue(user.server().isOpen());
    }
  }

  @Test
  void theEndOfThePeersOutputIsNoReasonToDropTheInputHoweverLateItComes() throws Exception {
    TestScope.Pair user = pair();
    TestScope.Pair peer = pair();
    var plug = new StandardStreamRelay(user.server(), RelayOptions.standard());
    TestTask<RelayStatistics> running = scope.call(() -> plug.run(peer.client()));
    say(user.client(), "one");
    assertEquals("one", hear(peer.server(), 3));
    peer.server().shutdownOutput();
    assertEquals("", hearAll(user.client()));
    try (var _ = Deadline.after(Duration.ofMillis(1_200))) { // there is no timeout by default
      assertThrows(
          DeadlineExceededException.class, () -> peer.server().read(ByteBuffer.allocate(1)));
    }
    say(user.client(), "two");
    user.client().shutdownOutput();
    assertEquals("two", hearAll(peer.server()));
    assertEquals(new RelayStatistics(6, 0), running.result());
  }

  @Test
  void withoutInputNothingIsSentAndThePeersEndIsTheEnd() throws Exception {
    TestScope.Pair user = pair();
    TestScope.Pair peer = pair();
    say(user.client(), "not for you");
    var plug = new StandardStreamRelay(user.server(), RelayOptions.standard().withoutInput());
    TestTask<RelayStatistics> running = scope.call(() -> plug.run(peer.client()));
    say(peer.server(), "all");
    assertEquals("all", hear(user.client(), 3));
    try (var _ = Deadline.after(Duration.ofMillis(20))) {
      assertThrows(
          DeadlineExceededException.class, () -> peer.server().read(ByteBuffer.allocate(1)));
    }
    peer.server().shutdownOutput();
    assertEquals(new RelayStatistics(0, 3), running.result());
    assertEquals("not for you", hear(user.server(), 11), "it was not read");
  }

  @Test
  void silentInputDoesNotHoldWhoeverThePeerHasLeft() throws Exception {
    TestScope.Pair user = pair();
    TestScope.Pair peer = pair();
    var plug =
        new StandardStreamRelay(
            user.server(), RelayOptions.standard().timeout(Duration.ofMillis(20)));
    TestTask<RelayStatistics> running = scope.call(() -> plug.run(peer.client()));
    say(user.client(), "before");
    assertEquals("before", hear(peer.server(), 6));
    peer.server().close();
    assertEquals(new RelayStatistics(6, 0), running.result());
  }

  @Test
  void thePeerNeedNotHearOfTheEnd() throws Exception {
    TestScope.Pair user = pair();
    TestScope.Pair peer = pair();
    var plug = new StandardStreamRelay(user.server(), RelayOptions.standard().withoutHalfClose());
    TestTask<RelayStatistics> running = scope.call(() -> plug.run(peer.client()));
    say(user.client(), "all");
    user.client().shutdownOutput();
    assertEquals("all", hear(peer.server(), 3));
    try (var _ = Deadline.after(Duration.ofMillis(20))) {
      assertThrows(
          DeadlineExceededException.class, () -> peer.server().read(ByteBuffer.allocate(1)));
    }
    peer.server().shutdownOutput();
    assertEquals("", hearAll(peer.server()));
    assertEquals(new RelayStatistics(3, 0), running.result());
  }

  @Test
  void silenceBothWaysEndsItWhenThatIsWanted() throws Exception {
    var plug =
        new StandardStreamRelay(
            pair().server(), RelayOptions.standard().idleTimeout(Duration.ofMillis(20)));
    var silent = assertThrows(DeadlineExceededException.class, () -> plug.run(pair().client()));
    assertTrue(String.valueOf(silent.getMessage()).contains("idle timeout after 0.02 s"));
  }

  @Test
  void aPeerWhoDidNotTakeEverythingIsAnErrorEvenIfHeHasEnded() throws Exception {
    TestScope.Pair user = pair();
    TestScope.Pair peer = pair();
    var plug = new StandardStreamRelay(user.server(), RelayOptions.standard().timeout(LONG));
    TestTask<RelayStatistics> running = scope.call(() -> plug.run(peer.client()));
    peer.server().close();
    assertEquals("", hearAll(user.client()));
    say(user.client(), "late");
    running.failure(ConnectionLostException.class);
  }

  @Test
  void aPeerWhoResetsIsAnError() throws Exception {
    TestScope.Pair peer = pair();
    var plug = new StandardStreamRelay(pair().server(), RelayOptions.standard());
    TestTask<RelayStatistics> running = scope.call(() -> plug.run(peer.client())).awaitBlocked();
    peer.server().abort();
    running.failure(ConnectionLostException.class);
  }

  @Test
  void streamsThatAreKeptOpenGoFromPeerToPeer() throws Exception {
    TestScope.Pair user = pair();
    var options = RelayOptions.standard().withKeepOpen().timeout(Duration.ZERO);
    var plug = new StandardStreamRelay(user.server(), options);
    say(user.client(), "one");
    TestScope.Pair first = pair();
    TestTask<RelayStatistics> running = scope.call(() -> plug.run(first.client()));
    assertEquals("one", hear(first.server(), 3));
    say(first.server(), "first,");
    first.server().shutdownOutput();
    assertEquals("", hearAll(first.server()));
    running.result();

    TestScope.Pair lost = pair();
    running = scope.call(() -> plug.run(lost.client())).awaitBlocked();
    lost.server().abort();
    running.failure(ConnectionLostException.class);

    say(user.client(), "two");
    user.client().shutdownOutput();
    for (String rest : new String[] {"two", ""}) {
      TestScope.Pair next = pair();
      running = scope.call(() -> plug.run(next.client()));
      assertEquals(rest, hearAll(next.server()));
      say(next.server(), rest);
      next.server().shutdownOutput();
      running.result();
    }
    assertEquals("first,two", hear(user.client(), 9));
  }

  @Test
  void quietStreamsCountAndPrintNothing() throws Exception {
    TestScope.Pair user = pair();
    TestScope.Pair peer = pair();
    say(peer.server(), "unheard");
    peer.server().shutdownOutput();
    user.client().shutdownOutput();
    var plug = new StandardStreamRelay(user.server(), RelayOptions.standard().withQuiet());
    assertEquals(new RelayStatistics(0, 7), plug.run(peer.client()));
    user.server().close();
    assertEquals("", hearAll(user.client()));
  }

  /** Returns an output stream whose writes fail with the message {@code reason}. */
  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int each) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  @Test
  void lostOutputEndsItAndSaysWhy() throws Exception {
    for (boolean gone : new boolean[] {true, false}) {
      String reason = "Daten\u00fcbergabe unterbrochen"; // as the JDK words it in German
      TestScope.Pair peer = pair();
      InputStream in = InputStream.nullInputStream();
      try (var streams = Pipes.connection(in, failing(reason), () -> gone)) {
        say(peer.server(), "anything");
        var lost =
            assertThrows(
                OutputLostException.class,
                () -> new StandardStreamRelay(streams, RelayOptions.standard()).run(peer.client()));
        assertEquals("can't write to standard output: " + reason, lost.getMessage());
        assertEquals(gone, lost.isReaderGone());
      }
    }
  }

  @Test
  void inputThatCanNotBeReadIsNoEnd() throws Exception {
    TestScope.Pair peer = pair();
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Is a directory");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };
    try (var streams = Pipes.connection(broken, OutputStream.nullOutputStream())) {
      var plug = new StandardStreamRelay(streams, RelayOptions.standard());
      var failed = assertThrows(IOException.class, () -> plug.run(peer.client()));
      assertEquals("can't read standard input: Is a directory", failed.getMessage());
      assertThrows(ConnectionLostException.class, () -> peer.server().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void everyByteGoesThroughAsItIs() throws Exception {
    byte[] all = new byte[256 * 1_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i ^ (i >> 8));
    }
    TestScope.Pair peer = pair();
    try (var streams =
        Pipes.connection(new ByteArrayInputStream(all), OutputStream.nullOutputStream())) {
      TestTask<RelayStatistics> running =
          scope.call(
              () -> new StandardStreamRelay(streams, RelayOptions.standard()).run(peer.client()));
      assertArrayEquals(all, peer.server().source().readAll(all.length));
      peer.server().close();
      assertEquals(new RelayStatistics(all.length, 0), running.result());
    }
  }
}
