package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.OutputBrokenException;
import switchboard.net.Sink;
import switchboard.testkit.MemoryEngine;

/**
 * Tests the writing side of a connection, and the JDK objects (streams, channels) through which it
 * can also be used.
 */
class SinkTest {
  @AutoClose private final TestScope scope = new TestScope();

  private TestScope.Pair pair(int bytesMax) throws IOException {
    return scope.pair(Network.over(new MemoryEngine(bytesMax)), Endpoint.tcp("127.0.0.1", 0));
  }

  @Test
  void nothingIsSentBeforeItIsFlushed() throws IOException {
    TestScope.Pair pair = pair(1024);
    pair.client().sink().writeText("hello ").writeLine("world");
    assertEquals(12, pair.client().sink().buffered());
    assertEquals(0, pair.server().tryRead(ByteBuffer.allocate(1)));
    pair.client().sink().flush();
    assertEquals(0, pair.client().sink().buffered());
    assertEquals("hello world\n", TestBytes.readText(pair.server(), 12));
    pair.client().sink().flush();
  }

  @Test
  void everyKindIsWrittenAsItIsRead() throws IOException {
    TestScope.Pair pair = pair(1024);
    Sink sink = pair.client().sink();
    sink.writeByte(0x1FF).writeShort(0x1FFFE).writeInt(-3).writeLong(-4);
    sink.writeShort(5, ByteOrder.LITTLE_ENDIAN).writeInt(6, ByteOrder.LITTLE_ENDIAN);
    sink.writeLong(7, ByteOrder.LITTLE_ENDIAN)
        .write(new byte[] {8, 9})
        .writeText("é")
        .shutdownOutput();
    var expected = ByteBuffer.allocate(33);
    expected.put((byte) -1).putShort((short) -2).putInt(-3).putLong(-4);
    expected.order(ByteOrder.LITTLE_ENDIAN).putShort((short) 5).putInt(6).putLong(7);
    expected.put((byte) 8).put((byte) 9).put("é".getBytes(UTF_8));
    assertArrayEquals(expected.array(), TestBytes.readAll(pair.server()));
  }

  @Test
  void whatIsLargerThanTheBufferKeepsItsPlace() throws Exception {
    TestScope.Pair pair = pair(1000);
    byte[] large = TestBytes.random(1, 100_000);
    TestTask<?> writer =
        scope.start(() -> {
          pair.client().sink().writeText("<").write(large).writeText(">").shutdownOutput();
        });
    byte[] arrived = TestBytes.readAll(pair.server());
    writer.result();
    assertEquals(100_002, arrived.length);
    assertEquals('<', arrived[0]);
    assertEquals('>', arrived[100_001]);
    assertArrayEquals(large, Arrays.copyOfRange(arrived, 1, 100_001));
  }

  @Test
  void manySmallWritesFlushThemselvesWhenTheBufferIsFull() throws Exception {
    TestScope.Pair pair = pair(1000);
    TestTask<byte[]> reader = scope.call(() -> TestBytes.readAll(pair.server()));
    for (int i = 0; i < 100_000; i++) {
      pair.client().sink().writeInt(i);
    }
    pair.client().sink().shutdownOutput();
    var arrived = ByteBuffer.wrap(reader.result());
    for (int i = 0; i < 100_000; i++) {
      assertEquals(i, arrived.getInt());
    }
    assertFalse(arrived.hasRemaining());
  }

  @Test
  void aFlushCutBeforeItsFirstByteMayBeRepeated() throws IOException {
    TestScope.Pair pair = pair(4);
    pair.client().write(ByteBuffer.allocate(4));
    pair.client().sink().writeText("abc");
    try (var _ = Deadline.after(Duration.ofMillis(5))) {
      assertThrows(DeadlineExceededException.class, () -> pair.client().sink().flush());
    }
    assertEquals(3, pair.client().sink().buffered());
    assertEquals(4, TestBytes.read(pair.server(), 4).length);
    pair.client().sink().flush();
    assertEquals("abc", TestBytes.readText(pair.server(), 3));
  }

  @Test
  void aFlushCutInTheMiddleSaysThatTheOutputIsBroken() throws IOException {
    TestScope.Pair pair = pair(4);
    pair.client().sink().writeText("abcdef");
    try (var _ = Deadline.after(Duration.ofMillis(5))) {
      assertThrows(DeadlineExceededException.class, () -> pair.client().sink().flush());
    }
    assertThrows(OutputBrokenException.class, () -> pair.client().sink().flush());
  }

  @Test
  void viewsSpeakTheTypesOfTheJdk() throws IOException {
    TestScope.Pair pair = pair(1024);
    try (Writer writer = pair.client().asWriter();
        BufferedReader reader = pair.server().asReader()) {
      writer.write("Grüße\nzwei\n");
      writer.flush();
      assertEquals("Grüße", reader.readLine());
      assertEquals("zwei", reader.readLine());
    }
    assertFalse(pair.client().isOpen());
    assertFalse(pair.server().isOpen());
  }

  @Test
  void streamsAndChannelsReadToTheEnd() throws IOException {
    TestScope.Pair pair = pair(1024);
    pair.client().asOutputStream().write(new byte[] {1, -1, 3});
    pair.client().sink().shutdownOutput();
    var input = pair.server().asInputStream();
    assertEquals(1, input.read());
    assertEquals(2, input.available());
    assertEquals(255, input.read());
    assertArrayEquals(new byte[] {3}, input.readAllBytes());
    assertEquals(-1, input.read());
    assertEquals(-1, input.read(new byte[5]));
    assertEquals(0, input.read(new byte[0]));
    try (ByteChannel channel = pair.server().asByteChannel()) {
      assertEquals(2, channel.write(ByteBuffer.allocate(2)));
      assertEquals(-1, channel.read(ByteBuffer.allocate(2)));
      assertTrue(channel.isOpen());
    }
    Connection server = pair.server();
    assertFalse(server.isOpen());
    assertEquals(2, TestBytes.readAll(pair.client()).length);
  }
}
