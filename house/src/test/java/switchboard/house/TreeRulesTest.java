package switchboard.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All files of the project keep the rules of {@link TreeRules}, and each rule finds offenders. */
class TreeRulesTest {
  private static final Tree PROJECT = Tree.ofProject();

  @TempDir private Path scratch = Path.of("");

  @Test
  void theTreeIsTheCompleteProject() {
    assertTrue(PROJECT.files().contains(Path.of("pom.xml")));
    assertTrue(PROJECT.files().contains(Path.of("library", "net", "pom.xml")));
    assertTrue(PROJECT.javaFiles().size() > 20);
  }

  @Test
  void noFileContainsAForbiddenText() {
    assertEquals(List.of(), TreeRules.unsaid(PROJECT));
  }

  @Test
  void aForbiddenTextIsFound() throws IOException {
    write("later.txt", "TO" + "DO: later");
    write("path.txt", "lies in /ro" + "ot/here");
    write("jdk.txt", "/usr/lib/" + "jvm/jdk");
    write("build/jdk.sh", "/usr/lib/" + "jvm/jdk");
    write("fine.txt", "target/work/ and ./root/ and XX" + "XX");
    assertEquals(3, TreeRules.unsaid(Tree.at(scratch)).size());
  }

  @Test
  void noFileIsBig() {
    assertEquals(List.of(), TreeRules.tooBig(PROJECT));
  }

  @Test
  void aBigFileIsFound() throws IOException {
    write("big.txt", "x".repeat(TreeRules.BYTES_MAX + 1));
    write("target/big.txt", "x".repeat(TreeRules.BYTES_MAX + 1));
    assertEquals(1, TreeRules.tooBig(Tree.at(scratch)).size());
  }

  @Test
  void noScriptIsLong() {
    assertEquals(List.of(), TreeRules.longScripts(PROJECT));
  }

  @Test
  void aLongScriptIsFound() throws IOException {
    write("script", "\n".repeat(501));
    write("client.py", "\n".repeat(501));
    write("short.py", "\n".repeat(500));
    write("page.md", "\n".repeat(501));
    assertEquals(2, TreeRules.longScripts(Tree.at(scratch)).size());
  }

  @Test
  void everyLinkOfAPageHasATarget() {
    assertEquals(List.of(), TreeRules.brokenLinks(PROJECT));
  }

  @Test
  void aBrokenLinkIsFound() throws IOException {
    write("docs/there.md", "[up](../page.md) [self](#here) [away](https://example.org/x)");
    write(
        "page.md", "[a](docs/there.md#part) [b](docs/gone.md) `[c](code)`\n```\n[d](code)\n```\n");
    assertEquals(
        List.of("page.md: link to docs/gone.md, which does not exist"),
        TreeRules.brokenLinks(Tree.at(scratch)));
  }

  private void write(String name, String text) throws IOException {
    var file = scratch.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
