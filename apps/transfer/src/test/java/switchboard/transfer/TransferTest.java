package switchboard.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests transfers of files between two directories, over a network in memory. */
class TransferTest {
  @TempDir private Path scratch = Path.of("");
  private Path from = Path.of("");
  private Path into = Path.of("");

  @BeforeEach
  void makeDirectories() throws IOException {
    from = Files.createDirectory(scratch.resolve("from"));
    into = Files.createDirectory(scratch.resolve("into"));
  }

  private OutgoingFile file(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return OutgoingFile.of(Files.write(from.resolve(name), content));
  }

  @Test
  void filesOfEverySizeArriveAsTheyWere() throws Exception {
    int[] sizes = {0, 1, 13, 16_383, 16_384, 262_143, 262_144, 262_145, 3_000_000};
    var files = new ArrayList<OutgoingFile>();
    for (int size : sizes) {
      files.add(file("size " + size, size));
    }
    try (var transfers = new Transfers(Inbox.of(into))) {
      transfers.send(files.toArray(OutgoingFile[]::new));
      assertEquals(transfers.sent.told(), transfers.received.told());
      assertEquals(sizes.length, transfers.sent.outcomes().size());
    }
    Map<String, byte[]> expected = Transfers.content(from);
    Map<String, byte[]> found = Transfers.content(into);
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
  }

  @Test
  void aThousandSmallFilesArrive() throws Exception {
    var files = new ArrayList<OutgoingFile>();
    var expected = new TreeMap<String, String>();
    for (int i = 0; i < 1000; i++) {
      files.add(file("small-" + i, i));
      expected.put("small-" + i, "done");
    }
    try (var transfers = new Transfers(Inbox.of(into))) {
      transfers.send(files.toArray(OutgoingFile[]::new));
      assertEquals(expected, transfers.sent.told());
      assertEquals(expected, transfers.received.told());
    }
    assertEquals(expected.keySet(), Transfers.content(into).keySet());
  }
}
