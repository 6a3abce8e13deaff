package switchboard.engine.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;

/**
 * Runs connects, transfers, half-closes, aborts, deadlines, and closes by other threads, in an
 * order that a seed determines. They run both on event loops and on other threads. At the end, no
 * socket, thread or buffer may be left. {@code -Dswitchboard.soak=SECONDS} sets the duration.
 */
@Timeout(3600)
// the test closes listeners before the end of the try block, to end the accept loops
@SuppressWarnings("try")
@Tag("slow")
class SoakTest {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("switchboard.soak", 4));
  private static final int CALLERS = 24;

  /**
   * The buffer pool contains 2 MiB for two processors; other tests of this process may use more.
   */
  private static final long BUFFER_BYTES_MAX = 16 << 20;

  @TempDir Path directory;

  private final AtomicLong exchanges = new AtomicLong();

  @Test
  void nothingIsLeftOfWhatCameAndWent() throws Exception {
    long seed = System.nanoTime();
    System.out.println("soak: seed " + seed);
    List<Thread> others = threads();
    Network network = Network.over(new LinuxEngine(new Libc()));
    // This short run makes the one-time allocations before descriptors and buffers are counted.
    soak(network, seed, Duration.ofMillis(500));
    long descriptors = descriptors();
    soak(network, seed + 1, TIME);
    await(() -> descriptors() <= descriptors, "descriptors: " + descriptors() + ", " + descriptors);
    System.gc(); // free the buffers that did not fit into the pool
    await(() -> bufferBytes() <= BUFFER_BYTES_MAX, bufferBytes() + " bytes in buffers");
    network.close();
    await(() -> others.containsAll(threads()), "threads are still running: " + threads());
    assertTrue(exchanges.get() > 100, exchanges + " exchanges");
  }

  private void soak(Network network, long seed, Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    Endpoint unix = Endpoint.unix(directory.resolve("s" + seed).toString());
    try (Listener tcp = network.listen("127.0.0.1:0");
        Listener path = network.listen(unix)) {
      var threads = new ArrayList<Thread>();
      for (Listener listener : List.of(tcp, path)) {
        threads.add(network.eventLoopThread().start(() -> serve(network, listener)));
        for (int i = 0; i < CALLERS; i++) {
          var random = new Random(seed + threads.size());
          Thread.Builder kind = i % 2 == 0 ? Thread.ofVirtual() : network.eventLoopThread();
          threads.add(kind.start(() -> call(network, listener.endpoint(), random, end)));
        }
      }
      for (Thread thread : threads.subList(1, threads.size())) {
        if (!thread.getName().equals("server")) {
          assertTrue(thread.join(time.plusSeconds(30)), "a caller hangs, seed " + seed);
        }
      }
      tcp.close();
      path.close();
      for (Thread thread : threads) {
        assertTrue(thread.join(Duration.ofSeconds(30)), "a server hangs, seed " + seed);
      }
    }
  }

  private static void serve(Network network, Listener listener) {
    Thread.currentThread().setName("server");
    int count = 0;
    while (listener.isOpen()) {
      try {
        Connection caller = listener.accept();
        Thread.Builder kind = count++ % 2 == 0 ? network.eventLoopThread() : Thread.ofVirtual();
        kind.start(() -> echo(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void echo(Connection caller) {
    try (caller;
        var _ = Deadline.after(Duration.ofSeconds(20))) {
      caller.source().transferTo(caller.sink());
      caller.sink().flush();
      caller.shutdownOutput();
    } catch (DeadlineExceededException hangs) {
      throw new AssertionError("an echo hangs", hangs);
    } catch (IOException gone) {
      return; // callers abort connections on purpose
    }
  }

  private void call(Network network, Endpoint endpoint, Random random, long end) {
    while (System.nanoTime() - end < 0) {
      try (var _ = Deadline.after(Duration.ofSeconds(20));
          Connection connection = network.connect(endpoint)) {
        exchange(connection, random);
        exchanges.incrementAndGet();
      } catch (DeadlineExceededException hangs) {
        throw new AssertionError("a caller hangs", hangs);
      } catch (IOException gone) {
        assertTrue(end - System.nanoTime() < TIME.toNanos() * 2, gone::toString);
      }
    }
  }

  private static void exchange(Connection connection, Random random) throws IOException {
    var bytes = ByteBuffer.allocate(1 + random.nextInt(50_000));
    switch (random.nextInt(6)) {
      case 0 -> connection.abort();
      case 1 -> readsUnderADeadline(connection, random);
      case 2 -> {
        Thread.startVirtualThread(connection::close);
        connection.read(bytes);
      }
      case 3 -> {
        connection.tryWrite(bytes);
        connection.abort();
      }
      default -> {
        Thread.startVirtualThread(() -> say(connection, bytes));
        connection.source().skip(bytes.capacity());
        assertTrue(connection.source().exhausted(), "more bytes arrived than were sent");
      }
    }
  }

  private static void readsUnderADeadline(Connection connection, Random random) throws IOException {
    try (var _ = Deadline.after(Duration.ofNanos(random.nextInt(2_000_000)))) {
      connection.read(ByteBuffer.allocate(10));
      throw new AssertionError("the peer sent nothing, but a read returned");
    } catch (DeadlineExceededException expected) {
      return;
    }
  }

  private static void say(Connection connection, ByteBuffer bytes) {
    try {
      connection.write(bytes);
      connection.shutdownOutput();
    } catch (IOException gone) {
      connection.abort();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition, String complaint) throws IOException {
    long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() - limit < 0, complaint);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(SoakTest::isSocket).count();
    }
  }

  private static boolean isSocket(Path entry) {
    try {
      return Files.readSymbolicLink(entry).toString().startsWith("socket:");
    } catch (IOException gone) {
      return false;
    }
  }

  /**
   * Returns the total size of all direct buffers in bytes. Other memory outside the heap belongs to
   * the JVM.
   */
  private static long bufferBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("switchboard-"))
        .toList();
  }
}
