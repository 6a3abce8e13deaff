package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the code snippets in the Javadoc of the library compile. */
class JavadocTest {
  private static final Pattern BLOCK =
      Pattern.compile("<pre>\\{@code\\n(.*?)^\\s*\\* }</pre>", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern STAR = Pattern.compile("^\\s*\\* ?", Pattern.MULTILINE);

  /** Fields that snippets may use, in addition to those of {@link JavaText}. */
  private static final String GIVEN =
      """
      Connection caller;
      ByteBuffer question;
      ByteBuffer answer;
      Fanout<String> room;
      FramedConnection<String> frames;
      ManualTicker ticker;
      """;

  /**
   * The file whose snippet is not checked, because the snippet is code inside a class of the same
   * package.
   */
  private static final String FOR_ENGINES = "Waiting.java";

  record Shown(Path file, String code) {
    @Override
    public String toString() {
      return file.getFileName().toString();
    }
  }

  static List<Shown> blocks() throws IOException {
    try (Stream<Path> files = Files.walk(Page.ROOT.resolve("library"))) {
      var blocks =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("/src/main/java/"))
              .filter(file -> !file.endsWith(FOR_ENGINES))
              .flatMap(JavadocTest::blocks)
              .toList();
      assertTrue(blocks.size() > 8, blocks.toString());
      return blocks;
    }
  }

  private static Stream<Shown> blocks(Path file) {
    try {
      return BLOCK
          .matcher(Files.readString(file))
          .results()
          .map(found -> new Shown(file, STAR.matcher(found.group(1)).replaceAll("")))
          .toList()
          .stream();
    } catch (IOException unreadable) {
      throw new AssertionError(file.toString(), unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void theSnippetCompiles(Shown shown) {
    JavaText.assertCompiles(GIVEN, shown.code, shown.toString());
  }
}
