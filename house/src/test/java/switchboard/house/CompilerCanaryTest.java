package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that Error Prone and NullAway are active: compiles bad code with the flags of the build.
 */
@Tag("slow")
class CompilerCanaryTest {
  private static final Tree PROJECT = Tree.ofProject();
  private static final Pattern ARGUMENT = Pattern.compile("<arg>(.*?)</arg>");

  @TempDir private Path scratch = Path.of("");

  @Test
  void aForbiddenNullIsAnError() throws Exception {
    var javac = compile("static String canary() { return null; }");
    assertTrue(javac.status() != 0 && javac.err().contains("[NullAway]"), javac.err());
  }

  @Test
  void aNullInATypeArgumentIsAnError() throws Exception {
    var javac =
        compile(
            "static java.util.List<String> canary(java.util.List<@Nullable String> l) { return l; }");
    assertTrue(javac.status() != 0 && javac.err().contains("[NullAway]"), javac.err());
  }

  @Test
  void anExceptionThatIsNeverThrownIsAnError() throws Exception {
    var javac = compile("static void canary() { new IllegalStateException(); }");
    assertTrue(javac.status() != 0 && javac.err().contains("[DeadException]"), javac.err());
  }

  @Test
  void aLintIsAnError() throws Exception {
    var javac = compile("static java.util.List canary() { return java.util.List.of(); }");
    assertTrue(javac.status() != 0 && javac.err().contains("[rawtypes]"), javac.err());
  }

  @Test
  void validCodeCompiles() throws Exception {
    var javac = compile("static @Nullable String canary() { return null; }");
    assertEquals(0, javac.status(), javac.err());
    assertEquals("", javac.err());
  }

  @Test
  void noModuleHasFlagsOfItsOwn() {
    var weaker =
        PROJECT.files(name -> name.endsWith("/pom.xml")).stream()
            .filter(pom ->
                Stream.of("-Xep", "combine.self", "failOnWarning", "compilerArg", "-Xlint")
                    .anyMatch(PROJECT.text(pom).orElseThrow()::contains))
            .toList();
    assertEquals(List.of(), weaker, "poms that change compiler flags; set them in the parent pom");
  }

  private Forked compile(String member) throws IOException, InterruptedException {
    Files.writeString(
        scratch.resolve("module-info.java"),
        """
        /** Canary. */
        @org.jspecify.annotations.NullMarked
        module canary {
          requires static org.jspecify;
        }
        """);
    Files.writeString(
        scratch.resolve("Canary.java"),
        """
        package canary;

        import org.jspecify.annotations.Nullable;

        final class Canary {
          private Canary() {}

          static @Nullable Object use() {
            return null;
          }

          %s
        }
        """
            .formatted(member));
    return Forked.run(scratch, Map.of("LC_ALL", "C"), command());
  }

  /** Returns a javac command with the arguments of the parent pom and the JVM options of Maven. */
  private List<String> command() throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
    try (var options = Files.lines(PROJECT.root().resolve(".mvn/jvm.config"), UTF_8)) {
      options.map(option -> "-J" + option).forEach(command::add);
    }
    ARGUMENT
        .matcher(PROJECT.text(Path.of("pom.xml")).orElseThrow())
        .results()
        .map(argument -> argument.group(1))
        .forEach(command::add);
    var path = classPath();
    command.addAll(List.of("-Werror", "-processorpath", String.join(File.pathSeparator, path)));
    var jspecify = path.stream().filter(jar -> jar.contains("jspecify")).findFirst().orElseThrow();
    command.addAll(List.of("--module-path", jspecify, "-d", scratch.resolve("classes").toString()));
    command.addAll(List.of("module-info.java", "Canary.java"));
    return command;
  }

  /** Returns the jars of the class path of this test, which include Error Prone and NullAway. */
  private static List<String> classPath() {
    var path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator)).filter(jar -> jar.endsWith(".jar")).toList();
  }
}
