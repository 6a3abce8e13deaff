package switchboard.frames;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.contracts.DeadlineContract.Limited;
import switchboard.contracts.TestScope;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.UnexpectedEofException;
import switchboard.testkit.MemoryEngine;

/** Requests and responses, one at a time and pipelined. */
class RequestTest {
  private static final Codec<byte[]> CODEC = Codec.lengthPrefixed().max(1, Size.MIB);

  private final TestScope scope = new TestScope();
  private final TestScope.Pair pair;
  private final FramedConnection<byte[]> here;
  private final FramedConnection<byte[]> there;

  RequestTest() throws IOException {
    var network = scope.add(Network.over(new MemoryEngine(Size.KIB.times(64))));
    pair = scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
    here = new FramedConnection<>(pair.client(), CODEC);
    there = new FramedConnection<>(pair.server(), CODEC);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static byte[] message(int length) {
    byte[] message = new byte[length];
    for (int i = 0; i < length; i++) {
      message[i] = (byte) (i * 31 + length);
    }
    return message;
  }

  /** Responds to each message with a message that is one byte longer. */
  private void answer(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      byte[] question = there.receive();
      there.send(message(question == null ? 0 : question.length + 1));
    }
  }

  @Test
  void aRequestGivesItsAnswer() throws Exception {
    scope.start(() -> answer(2));
    assertArrayEquals(message(8), here.request(message(7)));
    assertArrayEquals(message(1), here.request(message(0)));
  }

  @Test
  void anAnswerThatWasGivenUpIsSkippedAndNotTakenForTheNext() throws Exception {
    for (int length : List.of(10, 20)) {
      var question = Limited.start(scope, () -> here.request(message(length)));
      assertArrayEquals(message(length), there.receive(), "it was asked");
      question.expiresNow();
    }
    scope.start(() -> {
      there.send(message(11));
      there.send(message(21));
      answer(2);
    });
    assertArrayEquals(message(31), here.request(message(30)));
    assertArrayEquals(message(41), here.request(message(40)));
  }

  @Test
  void aSkippedAnswerMayBeCutToo() throws Exception {
    var first = Limited.start(scope, () -> here.request(message(10)));
    assertArrayEquals(message(10), there.receive());
    first.expiresNow();
    byte[] late = CODEC.encode(message(11));
    scope.start(() -> pair.server().write(ByteBuffer.wrap(late, 0, 5)));
    var second = Limited.start(scope, () -> here.request(message(20)));
    assertArrayEquals(message(20), there.receive());
    second.expiresNow();
    scope.start(() -> {
      pair.server().write(ByteBuffer.wrap(late, 5, late.length - 5));
      there.send(message(21));
      answer(1);
    });
    assertArrayEquals(message(31), here.request(message(30)));
  }

  @Test
  void aPeerWhoEndsInsteadOfAnsweringIsTruncated() throws Exception {
    scope.start(() -> {
      there.receive();
      pair.server().shutdownOutput();
    });
    var cut = assertThrows(UnexpectedEofException.class, () -> here.request(message(3)));
    assertEquals("the stream ended before the response", cut.getMessage());
  }

  @Test
  void manyQuestionsMayBeOnTheirWay() throws Exception {
    scope.start(() -> answer(50));
    for (int i = 0; i < 50; i++) {
      here.sendRequest(message(i));
    }
    for (int i = 0; i < 50; i++) {
      assertArrayEquals(message(i + 1), here.receiveResponse());
    }
    assertThrows(IllegalStateException.class, here::receiveResponse);
  }

  @Test
  void aRequestDoesNotTakeTheAnswerOfAQuestionBeforeIt() throws Exception {
    here.sendRequest(message(1));
    assertThrows(IllegalStateException.class, () -> here.request(message(2)));
    scope.start(() -> answer(2));
    assertArrayEquals(message(2), here.receiveResponse());
    assertArrayEquals(message(3), here.request(message(2)));
  }

  @Test
  void whatIsAddedGoesOutBeforeItsSenderWaits() throws Exception {
    scope.start(() -> {
      for (byte[] frame = there.receive(); frame != null; frame = there.receive()) {
        there.write(frame);
      }
      pair.server().shutdownOutput();
    });
    here.send(message(1));
    assertArrayEquals(message(1), here.receive());
    here.write(message(2));
    here.write(message(3));
    assertArrayEquals(message(2), here.receive());
    assertArrayEquals(message(3), here.receive());
    pair.client().shutdownOutput();
    assertNull(here.receive());
  }
}
