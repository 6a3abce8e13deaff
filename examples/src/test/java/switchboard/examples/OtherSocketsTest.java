package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that no child process of the example between-processes remains after the example, and tests
 * the shared memory of this example.
 */
class OtherSocketsTest {

  @Test
  void theNeighbourHasExitedWhenTheExampleEnds() {
    var played = Played.run("between-processes");
    assertEquals(0, played.status(), played.toString());
    var left = ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    assertEquals(List.of(), left);
  }

  @Test
  void messagesPassThroughAFileThatBothHaveMapped(@TempDir Path directory) throws IOException {
    var near = SharedMemory.in(directory.resolve("memory"));
    var far = SharedMemory.in(directory.resolve("memory"));
    near.write("grüß Gott", SharedMemory.THEIRS);
    assertEquals("grüß Gott", far.read(SharedMemory.THEIRS, () -> true));
    far.write("", SharedMemory.OURS);
    assertEquals(
        "",
        near.read(SharedMemory.OURS, () -> false),
        "a message written before the process ended");
  }

  @Test
  void readingFromAnEndedProcessFails(@TempDir Path directory) throws IOException {
    var memory = SharedMemory.in(directory.resolve("memory"));
    assertThrows(EOFException.class, () -> memory.read(SharedMemory.OURS, () -> false));
  }
}
