package switchboard.engine.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.spi.support.BufferPool;

/** Tests gathering writes when the JVM's direct memory is exhausted, in a child JVM. */
class GatheringWithoutDirectMemoryTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int BUFFERS = 8;
  private static final int BYTES = 1000;

  @Test
  void severalBuffersAreWrittenWithoutDirectMemory() throws Exception {
    Process forked =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:MaxDirectMemorySize=1m",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                GatheringWithoutDirectMemoryTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(forked.getInputStream().readAllBytes(), UTF_8);
    forked.waitFor();
    assertEquals("received " + BUFFERS * BYTES, said.strip());
  }

  /** The main program of the child JVM, which has little direct memory. */
  public static void main(String... none) throws Exception {
    var buffers = new ByteBuffer[BUFFERS];
    for (int i = 0; i < BUFFERS; i++) {
      buffers[i] = ByteBuffer.allocate(BYTES).put(0, (byte) i);
    }
    try (var network = Network.over(new LinuxEngineProvider().open());
        var _ = Deadline.after(LIMIT);
        var listener = network.listen(Endpoint.tcp("127.0.0.1", 0), Options.none());
        var client = network.connect(Endpoint.of(listener.local()));
        var server = listener.accept()) {
      List<ByteBuffer> borrowed = allDirectBuffers();
      client.write(buffers);
      client.shutdownOutput();
      int received = 0;
      for (int i = 0; i < BUFFERS; i++) {
        byte[] bytes = server.source().readExactly(BYTES);
        if (bytes[0] != i) {
          throw new AssertionError("the order of buffer " + i);
        }
        received += bytes.length;
      }
      System.out.println("received " + received);
      borrowed.forEach(BufferPool::release);
    }
  }

  private static List<ByteBuffer> allDirectBuffers() {
    var borrowed = new ArrayList<ByteBuffer>();
    do {
      borrowed.add(BufferPool.acquire());
    } while (borrowed.getLast().isDirect());
    return borrowed;
  }
}
