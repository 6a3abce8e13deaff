package switchboard.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Applies the rules for words to all comments, messages and pages, and tests that each rule finds
 * its offence.
 */
class WordRulesTest {
  private static final Pattern SCRIPT = Pattern.compile("(.*/)?[^/.]+|.*\\.(sh|py)");

  private static Stream<Prose> prose(Tree tree) {
    return tree.files().stream()
        .flatMap(file -> {
          String name = Tree.name(file);
          String text = tree.text(file).orElse("");
          if (name.endsWith(".java")) {
            return Stream.of(Prose.ofJava(name, text));
          }
          if (name.endsWith(".md")) {
            return Stream.of(Prose.ofMarkdown(name, text));
          }
          return SCRIPT.matcher(name).matches() && !name.equals("LICENSE")
              ? Stream.of(Prose.ofScript(name, text))
              : Stream.empty();
        });
  }

  @Test
  void noSentenceHasWordsThatStopAReader() {
    List<String> offences = prose(Tree.ofProject()).flatMap(WordRules::offences).toList();
    assertEquals("", String.join("\n", offences));
  }

  @Test
  void wordsThatStopAReaderAreFoundInCommentsMessagesAndPages() {
    for (String sentence :
        List.of(
            "The peer closes when h" + "e likes.",
            "Waits so man" + "y seconds.",
            "It waits for so lon" + "g.",
            "A port is n" + "o address.",
            "Who" + " calls this waits.",
            "Waits. Wha" + "t follows is sent.",
            "Closes for whoe" + "ver asks.",
            "Retries; usuall" + "y 10 times.",
            "The idle pat" + "rol closes it.")) {
      assertFound(sentence, Prose.ofJava("src/main/java/A.java", "/** " + sentence + " */"));
      assertFound(sentence, Prose.ofJava("src/main/java/A.java", "// " + sentence + "\n"));
      assertFound(
          sentence, Prose.ofJava("src/main/java/A.java", "String b = \"" + sentence + "\";"));
      assertFound(sentence, Prose.ofMarkdown("a.md", "# Title\n\n" + sentence + "\n"));
      assertFound(sentence, Prose.ofScript("check", "#!/bin/sh\n# " + sentence + "\n"));
    }
    assertFound("@param", Prose.ofJava("A.java", "/**\n * @param limit the limit\n */"));
  }

  @Test
  void plainSentencesPass() {
    for (String sentence :
        List.of(
            "There is no space left, and it is no longer used.",
            "Wha" + "t does it do? Who" + " calls it?",
            "It waits so that the peer sees the reset; as long as it lasts, nothing is sent.",
            "Returns the limit, in bytes.")) {
      assertEquals(
          List.of(), WordRules.offences(Prose.ofMarkdown("a.md", sentence)).toList(), sentence);
    }
    String code = "Text.\n\n```java\n// so man" + "y\n```\n\nAnd `so man" + "y` in code.\n";
    assertEquals(List.of(), WordRules.offences(Prose.ofMarkdown("a.md", code)).toList());
    String test = "String a = \"h" + "e said\"; char b = '\"'; /** {@code so man" + "y} */";
    assertEquals(List.of(), WordRules.offences(Prose.ofJava("src/test/A.java", test)).toList());
  }

  @Test
  void anOffenceTellsFileAndLine() {
    String text = "class A {}\n\n/**\n * Waits.\n * Waits so man" + "y seconds.\n */";
    assertEquals(
        List.of("a/A.java:5 says 'so man" + "y'; write the number, or 'N'"),
        WordRules.offences(Prose.ofJava("a/A.java", text)).toList());
  }

  private static void assertFound(String what, Prose prose) {
    assertEquals(1, WordRules.offences(prose).count(), what + " in " + prose);
  }
}
