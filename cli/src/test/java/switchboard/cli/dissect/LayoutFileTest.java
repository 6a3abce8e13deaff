package switchboard.cli.dissect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;
import switchboard.cli.Program;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.testkit.MemoryEngine;

/** Tests the size limit and the error messages of layout files. */
class LayoutFileTest {
  @TempDir private Path scratch = Path.of("");

  private static String refusal(String file) {
    var refused = assertThrows(TypeConversionException.class, () -> LayoutFile.text(file));
    return String.valueOf(refused.getMessage());
  }

  private String written(byte[] bytes) throws IOException {
    return Files.write(scratch.resolve("layout"), bytes).toString();
  }

  @Test
  void theLongestLayoutIsReadAndOneByteMoreIsTooLong() throws IOException {
    assertEquals(
        65536,
        LayoutFile.text(written(" ".repeat(65536).getBytes(StandardCharsets.UTF_8))).length());
    String file = written(new byte[65537]);
    assertEquals("'" + file + "' is too long: a layout has at most 65536 bytes", refusal(file));
  }

  @Test
  void aDeviceThatNeverEndsIsTooLong() {
    assertEquals("'/dev/zero' is too long: a layout has at most 65536 bytes", refusal("/dev/zero"));
  }

  @Test
  void whatIsNoLayoutFileIsSaidInOneSentence() throws IOException {
    assertEquals("'/tmp' is a directory, not a file with a layout", refusal("/tmp"));
    assertEquals("'' is a directory, not a file with a layout", refusal(""));
    assertEquals("'/no/file' does not exist", refusal("/no/file"));
    String binary = written(new byte[] {'a', (byte) 0xFF});
    assertEquals("'" + binary + "' is not text in UTF-8", refusal(binary));
    assertTrue(refusal("a\0b").startsWith("can't read 'a"));
  }

  @Test
  void theCommandEndsWithOneSentenceAndTheStatusTwo() throws IOException {
    String nested = written("a: list ..9 { ".repeat(4600).getBytes(StandardCharsets.UTF_8));
    String zeros = scratch.resolve("zeros").toString();
    Files.write(Path.of(zeros), new byte[1000]);
    for (String file : new String[] {"/dev/zero", "/tmp", "/no/file", nested, zeros}) {
      var out = new ByteArrayOutputStream();
      var err = new ByteArrayOutputStream();
      var environment = new Environment(MemoryEngine::network, Map.of(), _ -> false, false);
      int status =
          new Program(environment, new Console(out, err))
              .run("dissect", "--diagram", "--layout", "@" + file);
      String said = err.toString(StandardCharsets.UTF_8);
      assertEquals(Status.USAGE, status, said);
      assertEquals("", out.toString(StandardCharsets.UTF_8));
      assertEquals(1, said.lines().count(), said);
      assertTrue(said.startsWith("switchboard: --layout: "), said);
    }
  }
}
