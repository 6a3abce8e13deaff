package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, tested with fake JDKs and a fake Maven that are short shell scripts. */
@Tag("slow")
class LauncherTest {
  /** A fake java: prints the name of its JDK, and each argument after the main class. */
  private static final String JAVA =
      """
      home=${0%/bin/java}
      case "$*" in *AOTCacheOutput*) exit 0 ;; esac
      until [ "$1" = switchboard.cli/switchboard.cli.Main ]; do shift; done
      shift
      echo "${home##*/}"
      for argument; do echo "<$argument>"; done
      [ "$1" != wait ] || { echo ready >&2; read -r line; }
      exit 7
      """;

  /** A fake mvn: records the call, and creates the files that the launcher expects. */
  private static final String MAVEN =
      """
      echo "$JAVA_HOME" >>calls
      mkdir -p .run/build/switchboard-cli/app
      cat cli/src/main/java/*.java >.run/build/switchboard-cli/app/main.jar
      """;

  @TempDir private Path scratch = Path.of("");

  private Workshop workshop = new Workshop(scratch, scratch, scratch);
  private Path good = scratch;
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void open() throws IOException {
    workshop = Workshop.in(scratch);
    workshop.maven(MAVEN);
    good = workshop.jdk("good", "25.0.3", JAVA);
    environment = workshop.environment(good);
  }

  @Test
  void aJdkThatIsNewEnoughIsPreferredToTheOldDefault() throws Exception {
    environment.put("JAVA_HOME", workshop.jdk("home", "21.0.1", "exit 99").toString());
    assertEquals("good\n", workshop.run(environment, "switchboard").out());
    assertEquals(good + "\n", calls());
  }

  @Test
  void aStandardStreamThatIsClosedIsNotAFileOfTheJvm() throws Exception {
    workshop.jdk("good", "25.0.3", "readlink /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2");
    var launcher = "'" + workshop.root().resolve("switchboard") + "'";
    var closed = workshop.run(environment, "/bin/bash", "-c", launcher + " <&- 2>&-");
    assertEquals(
        List.of("/dev/null", "/dev/null"),
        closed.out().lines().filter(line -> line.startsWith("/dev/null")).toList());
  }

  @Test
  void whatIsWrittenToAClosedStandardOutputFailsAndIsNotLost() throws Exception {
    workshop.jdk("good", "25.0.3", "echo lost");
    var launcher = "'" + workshop.root().resolve("switchboard") + "'";
    var closed = workshop.run(environment, "/bin/bash", "-c", launcher + " >&-; echo $? >&2");
    assertEquals("1", closed.err().lines().toList().getLast());
  }

  @Test
  void aDeletedWorkingDirectoryIsReplacedAndReported() throws Exception {
    workshop.jdk("good", "25.0.3", "pwd -P; printf '<%s>\n' \"$@\"");
    var launcher = "'" + workshop.root().resolve("switchboard") + "'";
    var deleted = Files.createDirectory(scratch.resolve("deleted"));
    var commands = "cd '" + deleted + "' && rmdir '" + deleted + "' && " + launcher + " a";
    var program = workshop.run(environment, "/bin/bash", "-c", commands);
    var lines = program.out().lines().toList();
    assertEquals("/", lines.getFirst());
    assertTrue(lines.contains("<-Dswitchboard.directory.deleted=true>"), program.out());
    assertEquals("<a>", lines.getLast());
    assertEquals(0, program.status(), program.err());
    // The shell itself prints a warning when it starts in a deleted directory.
    assertEquals(
        List.of(),
        program
            .err()
            .lines()
            .filter(l -> !l.contains("shell-init") && !l.contains("building"))
            .toList());
    assertFalse(workshop.run(environment, "switchboard").out().contains("switchboard.directory"));
  }

  @Test
  void javaHomeIsTriedFirstAndThePathLast() throws Exception {
    environment.put("JAVA_HOME", workshop.jdk("home", "26", JAVA).toString());
    assertEquals("home\n", workshop.run(environment, "switchboard").out());
    Files.delete(workshop.tools().resolve("java"));
    var onPath = workshop.jdk("path", "25-ea", JAVA);
    Files.createSymbolicLink(workshop.tools().resolve("java"), onPath.resolve("bin/java"));
    assertEquals("path\n", workshop.run(workshop.environment(), "switchboard").out());
  }

  @Test
  void aRuntimeWithoutACompilerIsNotAJdk() throws Exception {
    Files.delete(good.resolve("bin/javac"));
    assertEquals(2, workshop.run(environment, "switchboard").status());
  }

  @Test
  void withoutAJdkOneLineNamesTheFoundOnesAndTheRequiredOne() throws Exception {
    var old = workshop.jdk("old", "24.0.2", "exit 99");
    for (var script : new String[] {"switchboard", "check"}) {
      var none = workshop.run(workshop.environment(old), script);
      assertEquals(2, none.status());
      assertEquals("", none.out());
      assertEquals(1, none.err().lines().count(), none.err());
      assertTrue(none.err().startsWith(script + ": needs a JDK 25 or newer, found "), none.err());
      assertTrue(none.err().contains("24.0.2 (" + old + ")"), none.err());
      assertTrue(none.err().contains("17.0.9 ("), none.err());
    }
  }

  @Test
  void argumentsAndStatusAreTheProgramsOwn() throws Exception {
    var program = workshop.run(environment, "switchboard", "a b", "", "*", "$x", "--", "-x'\"\\");
    assertEquals("good\n<a b>\n<>\n<*>\n<$x>\n<-->\n<-x'\"\\>\n", program.out());
    assertEquals(7, program.status());
  }

  @Test
  void itWorksThroughASymbolicLink() throws Exception {
    var link =
        Files.createSymbolicLink(scratch.resolve("link"), workshop.root().resolve("switchboard"));
    var program = Forked.run(scratch, environment, List.of(link.toString()));
    assertEquals("good\n", program.out());
  }

  @Test
  void whatIsBuiltIsNotBuiltAgain() throws Exception {
    assertTrue(workshop.run(environment, "switchboard").err().startsWith("switchboard: building"));
    assertEquals("", workshop.run(environment, "switchboard").err());
    workshop.write("cli/src/test/java/MainTest.java", "class MainTest {}");
    assertEquals("", workshop.run(environment, "switchboard").err());
    assertEquals(1, calls().lines().count());
  }

  @Test
  void aChangedANewADeletedAndARenamedFileAreBuilt() throws Exception {
    var main = workshop.root().resolve("cli/src/main/java/Main.java");
    workshop.run(environment, "switchboard");
    var written = Files.getLastModifiedTime(main);
    workshop.write("cli/src/main/java/Main.java", "class Niam {}");
    Files.setLastModifiedTime(main, written);
    assertBuilds(2);
    workshop.write("cli/src/main/java/More.java", "class More {}");
    assertBuilds(3);
    Files.move(main.resolveSibling("More.java"), main.resolveSibling("Less.java"));
    assertBuilds(4);
    Files.delete(main.resolveSibling("Less.java"));
    assertBuilds(5);
    workshop.write("pom.xml", "<project></project>");
    assertBuilds(6);
  }

  private void assertBuilds(int calls) throws Exception {
    assertEquals(7, workshop.run(environment, "switchboard").status());
    assertEquals(calls, calls().lines().count());
  }

  @Test
  void aFailedBuildShowsItsWholeLogAndIsTriedAgain() throws Exception {
    workshop.maven("echo one; echo two >&2; exit 1");
    var failed = workshop.run(environment, "switchboard");
    assertEquals(1, failed.status());
    assertEquals("", failed.out());
    assertTrue(failed.err().endsWith("failed:\none\ntwo\n"), failed.err());
    workshop.maven(MAVEN);
    assertEquals("good\n", workshop.run(environment, "switchboard").out());
  }

  @Test
  void withoutMavenOneLineSaysSo() throws Exception {
    workshop.maven("exit 99");
    environment.put("PATH", toolsWithoutMaven().toString());
    var none = workshop.run(environment, "switchboard");
    assertEquals(2, none.status());
    assertTrue(none.err().startsWith("switchboard: needs Maven"), none.err());
    assertEquals(1, none.err().lines().count());
  }

  private Path toolsWithoutMaven() throws IOException {
    var few = Files.createDirectory(scratch.resolve("few tools"));
    var path = Pattern.compile(":").splitAsStream(System.getenv("PATH")).toList();
    for (var name : List.of("bash", "cat", "cut", "find", "flock", "mkdir", "readlink", "sort")) {
      link(few, name, path);
    }
    link(few, "sha256sum", path);
    link(few, "xargs", path);
    return few;
  }

  private static void link(Path directory, String name, List<String> path) throws IOException {
    for (var place : path) {
      if (Files.isExecutable(Path.of(place, name))) {
        Workshop.script(directory.resolve(name), "exec " + Path.of(place, name) + " \"$@\"");
        return;
      }
    }
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Callable<Forked> launch = () -> workshop.run(environment, "switchboard");
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = both.submit(launch);
      var second = both.submit(launch);
      assertEquals("good\n", first.get().out());
      assertEquals("good\n", second.get().out());
    }
    assertEquals(1, calls().lines().count());
  }

  @Test
  void aBuildKeepsRunningProgramsAndDeletesOthers() throws Exception {
    workshop.run(environment, "switchboard");
    workshop.write("pom.xml", "<project>2</project>");
    var builder = new ProcessBuilder(workshop.root().resolve("switchboard").toString(), "wait");
    builder.environment().clear();
    builder.environment().putAll(environment);
    var running = builder.start();
    try {
      var errors = running.errorReader(UTF_8);
      for (var line = errors.readLine(); !"ready".equals(line); line = errors.readLine()) {
        assertTrue(line != null, "the program exited before it printed 'ready'");
      }
      assertEquals(1, programs());
      workshop.write("pom.xml", "<project>3</project>");
      workshop.run(environment, "switchboard");
      assertEquals(2, programs());
    } finally {
      running.getOutputStream().close();
      assertEquals(7, running.waitFor());
    }
    workshop.write("pom.xml", "<project>4</project>");
    workshop.run(environment, "switchboard");
    assertEquals(1, programs());
  }

  private long programs() throws IOException {
    try (var programs = Files.list(workshop.root().resolve(".run/app"))) {
      return programs.count();
    }
  }

  private String calls() throws IOException {
    return Files.readString(workshop.root().resolve("calls"));
  }
}
