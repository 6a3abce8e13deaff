package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.spi.support.BufferPool;
import switchboard.testkit.MemoryEngine;

/**
 * Tests connections when the JVM's direct memory is exhausted, in a child JVM with a small limit.
 */
class LittleDirectMemoryTest {
  private static final int BORROWERS = 500;
  private static final int BYTES = 1024 * 1024;

  @Test
  void borrowersGetBuffersOnTheHeapAndConnectionsGoOn() throws Exception {
    String classes =
        Stream.of(
                LittleDirectMemoryTest.class,
                TestScope.class,
                MemoryEngine.class,
                Network.class,
                Test.class)
            .map(LittleDirectMemoryTest::place)
            .collect(Collectors.joining(File.pathSeparator));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process forked =
        new ProcessBuilder(
                java,
                "-XX:MaxDirectMemorySize=2m",
                "-Xmx64m",
                "-cp",
                classes,
                LittleDirectMemoryTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(forked.getInputStream().readAllBytes(), UTF_8);
    forked.waitFor(TestScope.LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertEquals("all is well", said.strip());
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The main program of the child JVM. */
  public static void main(String[] arguments) throws Exception {
    List<ByteBuffer> borrowed = new ArrayList<>();
    for (int i = 0; i < BORROWERS; i++) {
      ByteBuffer each = i % 10 == 0 ? BufferPool.acquireLarge() : BufferPool.acquire();
      require(
          each.remaining() == (i % 10 == 0 ? BufferPool.LARGE_BYTES : BufferPool.BYTES),
          "the size of the buffer");
      require(each.order() == ByteOrder.BIG_ENDIAN, "the byte order of the buffer");
      borrowed.add(each.putInt(0, i));
    }
    for (int i = 0; i < BORROWERS; i++) {
      require(borrowed.get(i).getInt(0) == i, "each buffer is borrowed once");
    }
    long onHeap = borrowed.stream().filter(each -> !each.isDirect()).count();
    require(onHeap > BORROWERS / 2 && onHeap < BORROWERS, onHeap + " are on the heap");
    require(onHeap == BufferPool.heapBuffersInUse(), "buffers on the heap are counted");
    echo();
    borrowed.forEach(BufferPool::release);
    require(BufferPool.acquire().isDirect(), "released buffers are reused");
    System.out.println("all is well");
  }

  private static void echo() throws IOException {
    try (var scope = new TestScope()) {
      TestScope.Pair pair =
          scope.pair(Network.over(new MemoryEngine(5000)), Endpoint.tcp("127.0.0.1", 0));
      scope.start(() -> {
        pair.server().source().transferTo(pair.server().sink());
        pair.server().shutdownOutput();
      });
      scope.start(() -> {
        for (int i = 0; i < BYTES; i += Long.BYTES) {
          pair.client().sink().writeLong(i);
        }
        pair.client().sink().shutdownOutput();
      });
      for (int i = 0; i < BYTES; i += Long.BYTES) {
        require(pair.client().source().readLong() == i, "the echo of " + i);
      }
      require(pair.client().source().exhausted(), "EOF");
    }
  }

  private static void require(boolean kept, String what) {
    if (!kept) {
      throw new AssertionError(what);
    }
  }
}
