package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of other sockets: what they leave behind, and memory without the other process. */
class OtherSocketsTest {

  @Test
  void theNeighbourIsGoneWhenTheExampleEnds() {
    var played = Played.run("between-processes");
    assertEquals(0, played.status(), played.toString());
    var left = ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    assertEquals(List.of(), left);
  }

  @Test
  void whatIsSaidInSharedMemoryIsHeardByWhoHasMappedTheSameFile(@TempDir Path directory)
      throws IOException {
    var near = SharedMemory.in(directory.resolve("memory"));
    var far = SharedMemory.in(directory.resolve("memory"));
    near.say("grüß Gott", SharedMemory.THEIRS);
    assertEquals("grüß Gott", far.hear(SharedMemory.THEIRS, () -> true));
    far.say("", SharedMemory.OURS);
    assertEquals("", near.hear(SharedMemory.OURS, () -> false), "it has spoken before it ended");
  }

  @Test
  void whoWaitsForAProcessThatHasEndedIsTold(@TempDir Path directory) throws IOException {
    var memory = SharedMemory.in(directory.resolve("memory"));
    assertThrows(EOFException.class, () -> memory.hear(SharedMemory.OURS, () -> false));
  }
}
