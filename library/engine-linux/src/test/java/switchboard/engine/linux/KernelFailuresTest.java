package switchboard.engine.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.FileRange;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.NetworkError;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.SocketClosedException;
import switchboard.net.SystemCallException;
import switchboard.net.TooManyOpenFilesException;

/** Tests failures of single system calls that a test cannot cause in a real kernel. */
class KernelFailuresTest {
  private static final Endpoint ANY_PORT = Endpoint.tcp("127.0.0.1", 0);

  private final ScriptedKernel script = new ScriptedKernel();
  private final Network network;
  private final TestScope scope = new TestScope();

  @TempDir private Path directory;

  KernelFailuresTest() throws IOException {
    network = Network.over(new LinuxEngine(script.kernel()));
  }

  @AfterEach
  void close() {
    scope.close();
    network.close();
  }

  /**
   * Makes the next calls of accept fail with the given errors, one error for each call. Later calls
   * succeed.
   */
  private void failAccepts(List<Errno> failures) {
    var left = new ArrayDeque<>(failures);
    script.on("accept", (_, real) -> left.isEmpty() ? real.result() : left.poll().result());
  }

  @Test
  void anErrorOfOneCallersNetworkIsSkipped() throws Exception {
    Listener listener = scope.listen(network, ANY_PORT);
    for (Errno each :
        List.of(
            Errno.ENETDOWN,
            Errno.EPROTO,
            Errno.ENOPROTOOPT,
            Errno.EHOSTDOWN,
            Errno.ENONET,
            Errno.EHOSTUNREACH,
            Errno.EOPNOTSUPP,
            Errno.ENETUNREACH,
            Errno.ECONNABORTED)) {
      Connection client = scope.connect(network, listener);
      failAccepts(List.of(each, each, each));
      Connection accepted = scope.add(listener.accept());
      assertEquals(client.local(), accepted.remote(), each.name());
      failAccepts(List.of(each));
      assertNull(listener.tryAccept(), each.name());
    }
  }

  @Test
  void anErrorThatDoesNotGoAwayIsNotOneOfCallers() throws Exception {
    Listener listener = scope.listen(network, ANY_PORT);
    scope.connect(network, listener);
    script.on("accept", (_, _) -> Errno.ENETDOWN.result());
    var down = assertThrows(IOException.class, listener::accept);
    assertEquals("ENETDOWN", ((NetworkError) down).errno().orElse(""));
    script.restore("accept");
    scope.add(listener.accept());
  }

  @Test
  void anErrorOfThisProcessOrMachineIsThrownAndTheCallerWaits() throws Exception {
    Listener listener = scope.listen(network, ANY_PORT);
    Connection client = scope.connect(network, listener);
    failAccepts(List.of(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.ENOBUFS));
    assertThrows(TooManyOpenFilesException.class, listener::accept);
    assertThrows(TooManyOpenFilesException.class, listener::tryAccept);
    assertThrows(SystemCallException.class, listener::accept);
    assertThrows(SystemCallException.class, listener::tryAccept);
    assertEquals(client.local(), scope.add(listener.accept()).remote());
  }

  private Listener withOptions() throws IOException {
    Options options = Options.of(Option.SEND_BUFFER, 65_536);
    return scope.add(network.listen(Endpoint.unix(directory.resolve("s").toString()), options));
  }

  @Test
  void anOptionThatAnAcceptedConnectionDoesNotTakeIsReportedAndItIsClosed() throws Exception {
    Listener listener = withOptions();
    Connection client = scope.connect(network, listener);
    script.on("setsockopt", (_, _) -> Errno.ENOMEM.result());
    IOException failed;
    failed = assertThrows(SystemCallException.class, listener::accept);
    assertTrue(
        failed
            .getMessage()
            .endsWith("cannot set the options of an accepted connection: Cannot allocate memory"),
        failed.getMessage());
    assertEquals("accept", ((NetworkError) failed).operation());
    assertEquals("ENOMEM", ((NetworkError) failed).errno().orElse(""));
    assertEquals(-1, client.read(ByteBuffer.allocate(1)));
  }

  @Test
  void aPeerThatIsGoneBeforeItHasItsOptionsIsSkipped() throws Exception {
    Listener listener = withOptions();
    scope.connect(network, listener);
    var calls = new AtomicInteger();
    script.on(
        "setsockopt",
        (_, real) -> calls.getAndIncrement() == 0 ? Errno.ENOTCONN.result() : real.result());
    Connection client = scope.connect(network, listener);
    client.write(ByteBuffer.wrap(new byte[] {7}));
    assertEquals(7, scope.add(listener.accept()).source().readByte());
  }

  @Test
  void aPollerThatFailsAsleepClosesItsSocketsAndWakesEverybody() throws Exception {
    var armed = new CountDownLatch(1);
    script.on(
        "epollWait",
        (arguments, real) -> {
          if (arguments[3].equals(-1) && armed.getCount() == 0) {
            throw new OutOfMemoryError("made by a test");
          }
          return real.result();
        });
    var readers = new ArrayList<TestTask<Integer>>();
    for (int i = 0; i < 5; i++) {
      Connection server = scope.pair(network, ANY_PORT).server();
      readers.add(scope.call(() -> server.read(ByteBuffer.allocate(1))));
    }
    readers.forEach(TestTask::awaitBlocked);
    armed.countDown();
    TestScope.Pair pair = scope.pair(network, ANY_PORT); // this step makes the poller run once more
    TestTask<Integer> last = scope.call(() -> pair.server().read(ByteBuffer.allocate(1)));
    try {
      pair.client().write(ByteBuffer.allocate(1));
    } catch (IOException closedAlready) {
      assertFalse(network.engineName().isEmpty());
    }
    for (TestTask<Integer> each : readers) {
      each.failure(SocketClosedException.class);
    }
    var _ = last.resultOr(SocketClosedException.class, 1);
  }

  @Test
  void aReaderAtTheEndIsParkedWhileALongSendfileMayHearOfAReset() throws Exception {
    for (int result : new int[] {Errno.ECONNRESET.result(), Errno.EPIPE.result()}) {
      TestScope.Pair pair = scope.pair(network, ANY_PORT);
      var inside = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      script.on(
          "sendfile",
          (_, _) -> {
            inside.countDown();
            release.await();
            return result;
          });
      Path file = java.nio.file.Files.write(directory.resolve("file"), new byte[100_000]);
      try (var source = java.nio.channels.FileChannel.open(file)) {
        TestTask<Long> sender = scope.call(() -> pair.client().transferFrom(FileRange.of(source)));
        inside.await();
        pair.server().close();
        pair.client().awaitReadable();
        assertEquals(0, pair.client().tryRead(ByteBuffer.allocate(1)), "neither EOF nor reset yet");
        Thread reader = Thread.ofPlatform().unstarted(() -> readEnd(pair.client(), result));
        reader.start();
        TestScope.await("the reader is parked", () -> reader.getState() == Thread.State.WAITING);
        release.countDown();
        sender.failure(ConnectionLostException.class);
        reader.join();
        assertEquals(List.of(), wrong);
      }
    }
  }

  private final List<String> wrong = new ArrayList<>(); // used by one reader at a time

  private void readEnd(Connection connection, int result) {
    String read;
    try {
      read = "end " + connection.read(ByteBuffer.allocate(1));
    } catch (IOException e) {
      read = e.getClass().getSimpleName();
    }
    String right = Errno.EPIPE.is(result) ? "end -1" : "ConnectionLostException";
    if (!read.equals(right)) {
      wrong.add(read + " instead of " + right);
    }
  }

  @Test
  void anErrorOfTheNetworkLosesAConnectionThatIsEstablished() throws Exception {
    for (Errno each :
        List.of(Errno.ETIMEDOUT, Errno.EHOSTUNREACH, Errno.ENETUNREACH, Errno.ECONNRESET)) {
      TestScope.Pair pair = scope.pair(network, ANY_PORT);
      pair.client().write(ByteBuffer.allocate(1));
      pair.server().awaitReadable();
      var calls = new AtomicInteger();
      script.on("recv", (_, _) -> calls.getAndIncrement() == 0 ? each.result() : 0);
      for (int i = 0; i < 3; i++) {
        var lost =
            assertThrows(
                ConnectionLostException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
        assertEquals(each.name(), lost.errno().orElse(""));
      }
      script.restore("recv");
    }
  }

  /** If this reference contains a latch, epoll reports no event before the latch opens. */
  private final AtomicReference<@Nullable CountDownLatch> gate = new AtomicReference<>();

  /**
   * Runs {@code blocking}. During the call, first {@code event} happens, then the deadline passes,
   * and only then does epoll report the event. Returns the result of {@code blocking}.
   */
  private <T> T late(Callable<T> blocking, TestScope.Step event) throws Exception {
    var deadline = new CompletableFuture<Deadline>();
    TestTask<T> task =
        scope.call(() -> {
          try (Deadline limit = Deadline.never()) {
            deadline.complete(limit);
            return blocking.call();
          }
        });
    task.awaitBlocked();
    var open = new CountDownLatch(1);
    gate.set(open);
    try {
      event.run();
      deadline.join().expireNow();
      return task.result();
    } finally {
      gate.set(null);
      open.countDown();
    }
  }

  @Test
  void whatCameBeforeTheDeadlineWinsAlthoughEpollIsLate() throws Exception {
    script.on(
        "epollWait",
        (_, real) -> {
          Object found = real.result();
          CountDownLatch closed = gate.get();
          if (closed != null) {
            closed.await();
          }
          return found;
        });
    TestScope.Pair pair = scope.pair(network, ANY_PORT);
    var ready = ByteBuffer.wrap(new byte[] {1, '\n'});
    var target = ByteBuffer.allocate(10);
    int count = late(() -> pair.server().read(target), () -> pair.client().write(ready.rewind()));
    assertEquals(2, count);
    String line =
        late(() -> pair.server().source().readLine(10), () -> pair.client().write(ready.rewind()));
    assertEquals("\u0001", line);
    Listener listener = scope.listen(network, ANY_PORT);
    Connection accepted =
        late(() -> scope.add(listener.accept()), () -> scope.connect(network, listener));
    assertEquals(listener.local(), accepted.local());
    assertThrows(ExecutionException.class, () -> late(() -> pair.server().read(target), () -> {}));
  }

  @Test
  void ioUringIsReportedAsNotBuilt() {
    assertEquals("not implemented yet", new IoUringProvider().unusableReason());
  }
}
