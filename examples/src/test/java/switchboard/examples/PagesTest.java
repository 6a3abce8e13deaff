package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show is true: their Java is ours or compiles, and their output is what comes. */
class PagesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("\\./switchboard example ([a-z]\\S*)( --source)?");

  static List<Page> pages() throws IOException {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void javaIsTakenFromAnExampleOrCompiles(Page page) {
    for (String block : page.blocks("java")) {
      if (!isExcerpt(block)) {
        JavaText.assertCompiles(block, page.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pythonIsPython(Page page) throws Exception {
    for (String block : page.blocks("python")) {
      String parse = "import ast, sys; ast.parse(sys.argv[1])";
      try (var python = Running.python(parse, block)) {
        assertEquals(List.of(), python.toTheEnd());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatIsPrintedIsWhatIsShown(Page page) {
    for (var session : page.sessions()) {
      if (session.words().isEmpty()) {
        assertEquals(list(Examples.list()), session.lines().stream().map(PagesTest::one).toList());
        continue;
      }
      var arguments = session.words().subList(1, session.words().size());
      var played = Played.run(session.words().getFirst(), arguments.toArray(String[]::new));
      assertEquals(
          session.lines().stream().map(Played::normal).toList(), played.normal(), page.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyExampleThatIsNamedExists(Page page) {
    EXAMPLE
        .matcher(page.text())
        .results()
        .map(match -> match.group(1))
        .forEach(name -> assertDoesNotThrow(() -> Examples.source(name), page.toString()));
  }

  @Test
  void allExamplesAreLearnedInTheirOrder() throws IOException {
    var shown =
        Page.of("docs/learn.md").sessions().stream()
            .flatMap(session -> session.words().stream().limit(1))
            .toList();
    assertEquals(List.copyOf(Examples.list().keySet()), shown);
  }

  @Test
  void wrongJavaIsFound() {
    assertTrue(JavaText.compiles("int bytes = connection.read(ByteBuffer.allocate(10));"));
    assertTrue(JavaText.compiles("void serve(Connection caller) {}"));
    assertTrue(JavaText.compiles("public class Main {}"));
    assertFalse(JavaText.compiles("connection.readAll();"));
    assertFalse(JavaText.compiles("public class Main { Missing missing; }"));
    assertFalse(isExcerpt("int bytes = connection.read(ByteBuffer.allocate(10));"));
  }

  /** Whether the lines stand like that in an example, apart from how far they are indented. */
  private static boolean isExcerpt(String block) {
    var lines = block.lines().map(String::strip).toList();
    return Examples.list().keySet().stream()
        .map(name -> Examples.source(name).lines().map(String::strip).toList())
        .anyMatch(source -> Collections.indexOfSubList(source, lines) >= 0);
  }

  private static List<String> list(Map<String, String> examples) {
    return examples.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
  }

  private static String one(String line) {
    return line.replaceAll(" +", " ");
  }
}
