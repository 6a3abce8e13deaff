package switchboard.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.frames.SendQueue.Overflow;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.SocketClosedException;
import switchboard.net.spi.support.BufferPool;
import switchboard.testkit.MemoryEngine;

/** Send queues with many producers and bounded memory, over in-memory pipes of 4 KiB. */
class SendQueueTest {
  private static final Endpoint ANYWHERE = Endpoint.tcp("127.0.0.1", 0);
  private static final Codec<String> LINES = Codec.lines().max(64, Size.KIB);

  private final TestScope scope = new TestScope();
  private final Network network = scope.add(Network.over(new MemoryEngine(4096)));
  private final TestScope.Pair pair = scope.pair(network, ANYWHERE);
  private final Connection ours = pair.server();
  private final FramedConnection<String> peer = new FramedConnection<>(pair.client(), LINES);

  SendQueueTest() throws IOException {}

  @AfterEach
  void close() {
    scope.close();
  }

  /** Fills the buffer of the connection, so that the next write blocks. */
  private int fill() throws IOException {
    var letters = ByteBuffer.wrap("x".repeat(8192).getBytes(UTF_8));
    int total = 0;
    for (int taken = ours.tryWrite(letters); taken > 0; taken = ours.tryWrite(letters)) {
      total += taken;
    }
    return total;
  }

  private void unfill(int count) throws IOException {
    pair.client().source().skip(count);
  }

  @Test
  void messagesOfManyProducersArriveWholeAndInTheOrderOfEach() throws Exception {
    int producers = 8;
    int each = 500;
    var queue = new SendQueue<>(ours, LINES, 64 * 1024 * 1024, Overflow.DISCONNECT);
    for (int i = 0; i < producers; i++) {
      int producer = i;
      scope.start(() -> {
        var random = new SplittableRandom(producer);
        for (int number = 0; number < each; number++) {
          String text = producer + " " + number + " " + "z".repeat(random.nextInt(300));
          assertTrue(queue.offer(text));
        }
      });
    }
    var next = new HashMap<String, Integer>();
    for (int i = 0; i < producers * each; i++) {
      String[] words = String.valueOf(peer.receive()).split(" ", -1);
      assertEquals(next.merge(words[0], 1, Integer::sum) - 1, Integer.parseInt(words[1]));
      assertTrue(words[2].matches("z*"), words[2]);
    }
  }

  @Test
  void whatWaitsIsGatheredIntoFewWrites() throws Exception {
    var watched = new Watched();
    var queue = new SendQueue<>(watched.watch(ours), LINES);
    int filled = fill();
    for (int i = 0; i < 5000; i++) {
      assertTrue(queue.offer("message " + i));
    }
    unfill(filled);
    for (int i = 0; i < 5000; i++) {
      assertEquals("message " + i, peer.receive());
    }
    queue.awaitSent();
    assertTrue(watched.writes() <= 12, watched.writes() + " writes for 63,890 bytes");
  }

  @Test
  void anIdleQueueHasNoThread() throws Exception {
    var watched = new Watched();
    var queue = new SendQueue<>(watched.watch(ours), LINES);
    assertTrue(queue.offer("first"));
    queue.awaitSent();
    Thread writer = watched.lastWriter();
    assertTrue(writer.isVirtual());
    assertTrue(writer.join(TestScope.LIMIT), "the writer has ended");
    assertTrue(queue.offer("second"));
    queue.awaitSent();
    assertNotSame(writer, watched.lastWriter());
    assertEquals("first", peer.receive());
    assertEquals("second", peer.receive());
  }

  @Test
  void aReaderWhoIsTooSlowIsDisconnected() throws Exception {
    var queue = new SendQueue<>(ours, LINES, 1000, Overflow.DISCONNECT);
    fill();
    int taken = 0;
    while (queue.offer("a line of 20 letters")) {
      taken++;
      assertTrue(queue.queuedBytes() <= 1000);
    }
    assertEquals(1000 / 21, taken);
    assertFalse(ours.isOpen());
    assertEquals(0, queue.queuedBytes());
    assertEquals(1, queue.dropped());
    assertFalse(queue.offer("too late"));
    assertTrue(queue.isFailed());
    var lost = assertThrows(ConnectionLostException.class, queue::awaitSent);
    assertTrue(
        String.valueOf(lost.getMessage()).contains("the peer reads too slowly: 987 bytes"),
        lost::getMessage);
    assertSame(lost, queue.failure());
    assertThrows(ConnectionLostException.class, peer::receive);
  }

  @Test
  void withDropANewMessageThatFindsNoRoomIsDroppedAndCounted() throws Exception {
    var queue = new SendQueue<>(ours, LINES, 1000, Overflow.DROP);
    int filled = fill();
    var taken = new ArrayList<String>();
    for (int i = 0; i < 200; i++) {
      if (queue.offer("message " + i)) {
        taken.add("message " + i);
      }
      assertTrue(queue.queuedBytes() <= 1000);
    }
    assertTrue(taken.size() < 200);
    assertEquals(200 - taken.size(), queue.dropped());
    assertTrue(ours.isOpen());
    assertFalse(queue.isFailed());
    assertNull(queue.failure());
    unfill(filled);
    for (String each : taken) {
      assertEquals(each, peer.receive());
    }
    queue.awaitSent();
    assertTrue(queue.offer("there is room again"));
    assertEquals("there is room again", peer.receive());
  }

  @Test
  void aLargeMessageKeepsItsPlaceAmongSmallOnes() throws Exception {
    var queue = new SendQueue<>(ours, LINES);
    String large = "L".repeat(3 * BufferPool.BYTES);
    scope.start(() -> {
      assertTrue(queue.offer("before"));
      assertTrue(queue.offer(large));
      assertTrue(queue.offer("after"));
    });
    assertEquals("before", peer.receive());
    assertEquals(large, peer.receive());
    assertEquals("after", peer.receive());
  }

  @Test
  void aMessageLargerThanTheQueueIsTakenWhenItIsEmpty() throws Exception {
    var queue = new SendQueue<>(ours, LINES, 1000, Overflow.DISCONNECT);
    String large = "L".repeat(50_000);
    assertTrue(queue.offer(large));
    assertEquals(large, peer.receive());
    queue.awaitSent();
    assertTrue(queue.offer("after"));
    assertEquals("after", peer.receive());
  }

  @Test
  void awaitSentEndsByADeadlineAndChangesNothing() throws Exception {
    var queue = new SendQueue<>(ours, LINES);
    int filled = fill();
    assertTrue(queue.offer("patience"));
    try (var _ = Deadline.after(Duration.ofMillis(20))) {
      assertThrows(DeadlineExceededException.class, queue::awaitSent);
    }
    assertEquals(9, queue.queuedBytes());
    unfill(filled);
    queue.awaitSent();
    assertEquals(0, queue.queuedBytes());
    assertEquals("patience", peer.receive());
  }

  @Test
  void awaitSentOfAnEmptyQueueReturnsAtOnce() throws Exception {
    try (var _ = Deadline.after(Duration.ZERO)) {
      new SendQueue<>(ours, LINES).awaitSent();
    }
  }

  @Test
  void whenThePeerIsGoneEverybodyHearsOfIt() throws Exception {
    var queue = new SendQueue<>(ours, LINES);
    fill();
    assertTrue(queue.offer("who is there?"));
    var reader = scope.start(() -> ours.read(ByteBuffer.allocate(1))).awaitBlocked();
    var waiting = scope.start(queue::awaitSent).awaitBlocked();
    pair.client().abort();
    assertSame(waiting.failure(ConnectionLostException.class), queue.failure());
    reader.failure(IOException.class);
    assertEquals(0, queue.queuedBytes());
    assertFalse(queue.offer("nobody"));
    assertFalse(ours.isOpen());
  }

  @Test
  void aConnectionThatFailsInAnUnforeseenWayIsLostToo() throws Exception {
    var watched = new Watched();
    var queue = new SendQueue<>(watched.watch(ours), LINES);
    watched.failWith(new IllegalStateException("a mistake below"));
    assertTrue(queue.offer("lost"));
    var lost = assertThrows(ConnectionLostException.class, queue::awaitSent);
    assertTrue(String.valueOf(lost.getMessage()).endsWith("a mistake below"), lost::getMessage);
    assertTrue(lost.getCause() instanceof IllegalStateException);
    assertFalse(queue.offer("nobody"));
    assertThrows(SocketClosedException.class, () -> ours.read(ByteBuffer.allocate(1)));
  }

  @Test
  void aClosedQueueTakesNothingMoreAndStillSendsWhatItHas() throws Exception {
    var queue = new SendQueue<>(ours, LINES);
    int filled = fill();
    assertTrue(queue.offer("the last word"));
    queue.close();
    queue.close();
    assertFalse(queue.offer("one more"));
    unfill(filled);
    assertEquals("the last word", peer.receive());
    queue.awaitSent();
    assertTrue(ours.isOpen());
  }

  @Test
  void aMessageThatCantBeEncodedHarmsNobody() throws Exception {
    var queue = new SendQueue<>(ours, LINES);
    assertThrows(IllegalArgumentException.class, () -> queue.offer("two\nlines"));
    assertTrue(queue.offer("one line"));
    assertEquals("one line", peer.receive());
  }
}
