package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the pages of the documentation: their Java code must compile or be an excerpt of an
 * example, and their console output must equal the output of the examples.
 */
@Tag("slow")
class PagesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("\\./switchboard example ([a-z]\\S*)( --source)?");
  private static final Pattern PART = Pattern.compile("^## (.*)$", Pattern.MULTILINE);
  private static final Pattern SECTION =
      Pattern.compile("^### (\\d+)\\. (.*?)(?=^##|\\z)", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern TRAP = Pattern.compile("\\*\\*The trap\\.\\*\\* ");

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
    String parse = "import ast, sys; [ast.parse(block) for block in sys.argv[1:]]";
    try (var python = Running.python(parse, page.blocks("python").toArray(String[]::new))) {
      assertEquals(List.of(), python.toTheEnd());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theShownOutputIsThePrintedOne(Page page) {
    for (var session : page.sessions()) {
      if (session.words().isEmpty()) {
        assertEquals(list(Examples.parts()), session.lines().stream().map(PagesTest::one).toList());
        continue;
      }
      var arguments = session.words().subList(1, session.words().size());
      var shown = session.lines().stream().collect(Collectors.partitioningBy(PagesTest::isWarning));
      var played =
          Played.runExpecting(
              shown.get(true).size(), session.words().getFirst(), arguments.toArray(String[]::new));
      assertEquals(Played.normal(shown.get(false)), Played.normal(played.lines()), page.toString());
      assertEquals(
          Played.normal(shown.get(true)), Played.normal(played.warnings()), page.toString());
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
  void thePartsOfThePageAreThoseOfTheCourse() throws IOException {
    assertEquals(List.copyOf(Examples.parts().keySet()), headings());
  }

  @Test
  void sectionsAreNumberedAndEachNamesItsTrap() throws IOException {
    var sections = SECTION.matcher(Page.of("docs/learn.md").text()).results().toList();
    assertEquals(Examples.list().size(), sections.size());
    for (int i = 0; i < sections.size(); i++) {
      assertEquals(String.valueOf(i + 1), sections.get(i).group(1));
      String text = sections.get(i).group(2);
      assertEquals(1, TRAP.matcher(text).results().count(), text);
    }
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

  /** Returns whether the lines occur in this order in an example, apart from their indentation. */
  private static boolean isExcerpt(String block) {
    var lines = block.lines().map(String::strip).toList();
    return Examples.list().keySet().stream()
        .map(name -> Examples.source(name).lines().map(String::strip).toList())
        .anyMatch(source -> Collections.indexOfSubList(source, lines) >= 0);
  }

  private static List<String> list(Map<String, Map<String, String>> parts) {
    var lines = new ArrayList<String>();
    parts.forEach((title, examples) -> {
      lines.add(title);
      examples.forEach((name, about) -> lines.add(" " + name + " " + about));
    });
    return lines;
  }

  private static List<String> headings() throws IOException {
    return PART.matcher(Page.of("docs/learn.md").text())
        .results()
        .map(heading -> heading.group(1))
        .toList();
  }

  private static boolean isWarning(String line) {
    return line.startsWith("warning: ");
  }

  private static String one(String line) {
    return line.replaceAll(" +", " ");
  }
}
