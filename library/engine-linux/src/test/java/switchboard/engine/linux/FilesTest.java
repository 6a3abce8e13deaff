package switchboard.engine.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.FileRange;
import switchboard.net.Listener;
import switchboard.net.Network;

/**
 * Tests that a file transfer does not copy the bytes through this process if the kernel supports
 * that, and copies them otherwise.
 */
class FilesTest {
  private static final int LARGE = 3_000_000;

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final byte[] content = new byte[LARGE];
  private final Network network;
  private final TestScope scope = new TestScope();
  private final TestScope.Pair pair;

  /** The name of the system call that fails with {@link #failure}; empty if none fails. */
  private volatile String failing = "";

  private volatile int failure;

  @TempDir private Path directory;

  FilesTest() throws IOException {
    new Random(1).nextBytes(content);
    var libc = new Libc();
    Kernel kernel =
        (Kernel)
            Proxy.newProxyInstance(
                Kernel.class.getClassLoader(),
                new Class<?>[] {Kernel.class},
                (_, call, arguments) -> {
                  calls.add(call.getName());
                  return call.getName().equals(failing)
                      ? (Object) failure
                      : invoked(libc, call, arguments);
                });
    network = Network.over(new LinuxEngine(kernel));
    try (Listener listener = network.listen("127.0.0.1:0")) {
      pair = new TestScope.Pair(network.connect(listener.endpoint()), listener.accept());
    }
  }

  private static @Nullable Object invoked(
      Kernel kernel, java.lang.reflect.Method call, Object[] arguments) throws Throwable {
    try {
      return call.invoke(kernel, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @AfterEach
  void close() {
    scope.close();
    pair.client().close();
    pair.server().close();
    network.close();
  }

  private FileChannel open(String name, OpenOption... options) throws IOException {
    return FileChannel.open(directory.resolve(name), options);
  }

  private FileChannel source() throws IOException {
    Files.write(directory.resolve("source"), content);
    return open("source", StandardOpenOption.READ);
  }

  private FileChannel target() throws IOException {
    return open("target", StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /**
   * Transfers the content from one file to another over a connection, and records the system calls
   * in {@link #calls}.
   */
  private void move(FileChannel source, FileChannel target) throws Exception {
    calls.clear();
    TestTask<Long> sender =
        scope.call(() -> {
          long count = pair.client().transferFrom(FileRange.of(source));
          pair.client().shutdownOutput();
          return count;
        });
    assertEquals(LARGE, pair.server().transferTo(FileRange.of(target, 0, LARGE + 1L)));
    assertEquals(LARGE, sender.result());
    assertArrayEquals(content, Files.readAllBytes(directory.resolve("target")));
  }

  @Test
  void theDescriptorsOfFilesAreAccessibleHere() {
    assertNull(FileNumbers.unavailableBecause());
  }

  @Test
  void theBytesDoNotPassThroughThisProcess() throws Exception {
    try (FileChannel source = source();
        FileChannel target = target()) {
      move(source, target);
    }
    assertTrue(calls.contains("sendfile"));
    assertTrue(calls.contains("splice"));
    assertFalse(calls.contains("send"), "no byte was sent from memory");
    assertFalse(calls.contains("recv"), "no byte was received into memory");
    assertFalse(calls.contains("read"), "no byte was read out of the pipe");
  }

  @Test
  void whereTheFileSystemLacksSupportBytesAreCopied() throws Exception {
    failure = Errno.EINVAL.result();
    for (String call : List.of("sendfile", "splice", "duplicate", "pipe")) {
      failing = call;
      try (FileChannel source = source();
          FileChannel target = target()) {
        moveAgain(source, target);
      }
    }
  }

  /** Transfers the content and leaves the connection open. */
  private void moveAgain(FileChannel source, FileChannel target) throws Exception {
    TestTask<Long> sender = scope.call(() -> pair.client().transferFrom(FileRange.of(source)));
    assertEquals(LARGE, pair.server().transferTo(FileRange.of(target, 0, LARGE)));
    assertEquals(LARGE, sender.result());
    assertArrayEquals(content, Files.readAllBytes(directory.resolve("target")));
  }

  @Test
  void aFileThatOnlyAppendsGetsThemToo() throws Exception {
    try (FileChannel source = source();
        FileChannel target = open("target", StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      move(source, target);
    }
    assertTrue(calls.contains("read"), "the pipe is read, since splice(2) cannot append");
  }

  @Test
  void aDiskThatFailsIsTheFilesError() throws Exception {
    failing = "sendfile";
    failure = Errno.EIO.result();
    try (FileChannel source = source()) {
      var e =
          assertThrows(IOException.class, () -> pair.client().transferFrom(FileRange.of(source)));
      assertEquals("Input/output error", e.getMessage());
    }
  }

  @Test
  void everyDescriptorIsGivenBack() throws Exception {
    try (FileChannel source = source();
        FileChannel target = target()) {
      move(source, target);
    }
    assertEquals(2, calls.stream().filter("duplicate"::equals).count());
    assertEquals(1, calls.stream().filter("pipe"::equals).count());
    assertEquals(4, calls.stream().filter("close"::equals).count());
  }
}
