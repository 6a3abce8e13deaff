package switchboard.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code check}, tested with a fake Maven that writes the test reports of each case. */
class CheckTest {
  private static final String PASSED = "<testcase name='a' classname='A' time='1'/>";
  private static final String PRINTED =
      "<system-out><![CDATA[<testcase \n<failure \n]]></system-out>";
  private static final String FAILED =
      "<testcase name='b' classname='A'>\n<failure message='1 &lt; 2&#10;more' type='E'>\n</failure>";
  private static final String BROKEN =
      "<testcase name='c' classname='A'>\n<error type='E'>a.b.E: no\n</error>";
  private static final String SKIPPED =
      "<testcase name='d' classname='A'>\n<skipped type='E'><![CDATA[a.b.E: no tool\n]]></skipped>";

  @TempDir private Path scratch = Path.of("");

  private Workshop workshop = new Workshop(scratch, scratch, scratch);

  @BeforeEach
  void open() throws IOException {
    workshop = Workshop.in(scratch);
    workshop.jdk("good", "25.0.3", "exit 99");
  }

  @Test
  void passedAndSkippedTestsAreCounted() throws Exception {
    var check = check("echo '[INFO] fine'", PASSED, PRINTED, PASSED, SKIPPED);
    assertEquals("2 passed, 0 failed, 1 skipped", lastLine(check));
    assertTrue(check.out().contains("skipped: A.d — no tool\n"), check.out());
    assertEquals(0, check.status());
  }

  @Test
  void aFailedTestIsNamedAndFails() throws Exception {
    var check = check(":", PASSED, FAILED, BROKEN);
    assertEquals("1 passed, 2 failed, 0 skipped", lastLine(check));
    assertTrue(check.out().contains("failed:  A.b — 1 < 2\n"), check.out());
    assertEquals(1, check.status());
  }

  @Test
  void aFailedBuildFailsWhateverTheTestsSay() throws Exception {
    assertFailsWithoutFailedTest(check("exit 1", PASSED));
  }

  @Test
  void aTestJvmThatCrashedFailsThoughMavenGoesOn() throws Exception {
    assertFailsWithoutFailedTest(check("echo '[ERROR] The forked VM terminated'", PASSED));
  }

  private static void assertFailsWithoutFailedTest(Forked check) {
    assertEquals("1 passed, 0 failed, 0 skipped", lastLine(check));
    assertEquals(1, check.status());
  }

  @Test
  void whatAnEarlierRunLeftIsNotCounted() throws Exception {
    workshop.write("cli/target/surefire-reports/TEST-Old.xml", PASSED);
    workshop.write("cli/target/test-classes/Old.class", "");
    assertEquals("1 passed, 0 failed, 0 skipped", lastLine(check(":", PASSED)));
    assertFalse(Files.exists(workshop.root().resolve("cli/target/test-classes/Old.class")));
  }

  @Test
  void eachModeTellsMavenWhatItRuns() throws Exception {
    workshop.maven("echo \"[INFO] Building Sw $*\"");
    var all = run();
    assertTrue(all.out().contains("--activate-profiles jars -DskipTests"), all.out());
    assertFalse(all.out().contains("slow"), all.out());
    assertFalse(all.out().contains("switchboard.long"), all.out());
    var fast = run("--fast");
    assertTrue(fast.out().contains("--threads 2 -DexcludedGroups=slow"), fast.out());
    assertTrue(fast.out().contains("-Dswitchboard.jvm=-XX:TieredStopAtLevel=1"), fast.out());
    assertFalse(all.out().contains("switchboard.jvm"), all.out());
    assertFalse(fast.out().contains("jars"), fast.out());
    assertFalse(fast.out().contains("skipTests"), fast.out());
    var complete = run("--long");
    assertTrue(complete.out().contains("-Dswitchboard.long=true"), complete.out());
    assertTrue(complete.out().contains("-Dswitchboard.fuzz=60"), complete.out());
    assertTrue(complete.out().contains("--activate-profiles jars"), complete.out());
    assertEquals(List.of(0, 0, 0), List.of(all.status(), fast.status(), complete.status()));
    assertEquals(2, run("--fats").status());
    assertEquals(2, run("--fast", "--long").status());
  }

  @Test
  void testsRunOnceAndAfterEverythingIsCompiled() throws Exception {
    workshop.maven("echo \"[INFO] Building Sw $*\"");
    for (String[] mode : new String[][] {{}, {"--long"}}) {
      var runs = run(mode).out().lines().filter(line -> line.startsWith("[INFO]")).toList();
      assertEquals(2, runs.size(), runs.toString());
      assertTrue(runs.get(0).contains("-DskipTests"), runs.get(0));
      assertTrue(runs.get(1).contains("--activate-profiles compiled -DforkCount=2"), runs.get(1));
      assertFalse(runs.get(1).contains("skipTests"), runs.get(1));
    }
  }

  @Test
  void whatWouldBePublishedIsStagedWhereATestFindsIt() throws Exception {
    workshop.maven("echo \"[INFO] Building Sw $*\"");
    var runs = run().out().lines().filter(line -> line.startsWith("[INFO]")).toList();
    String staging = workshop.root().toRealPath().resolve(".run/staging").toString();
    assertTrue(runs.get(0).endsWith("=staging::file://" + staging + " deploy"), runs.get(0));
    assertTrue(runs.get(1).contains("-Dstaging.directory=" + staging + " "), runs.get(1));
  }

  @Test
  void aWarningOfMavenFailsUnlessItIsReviewed() throws Exception {
    var check = check("echo '[WARNING] something new'", PASSED);
    assertFailsWithoutFailedTest(check);
    assertTrue(check.out().contains("build/reviewed-warnings"), check.out());
    workshop.write("build/reviewed-warnings", "# the reason\n\n^\\[WARNING\\] something new$\n");
    assertEquals(0, check("echo '[WARNING] something new'", PASSED).status());
    assertFailsWithoutFailedTest(check("echo '[WARNING] something else'", PASSED));
  }

  @Test
  void theSeedThatTheTestsGetIsInTheSummary() throws Exception {
    workshop.maven("echo \"[INFO] Building Sw $*\"");
    assertNotEquals(seed(run().out()), seed(run().out()));
    var out = run("--fast").out();
    assertTrue(out.contains(", seed " + seed(out) + ","), out);
  }

  private static String seed(String out) {
    var seed = Pattern.compile("-Dswitchboard.seed=([0-9]+)").matcher(out);
    assertTrue(seed.find(), out);
    return seed.group(1);
  }

  @Test
  void fastKeepsTheClassesOfModulesThatHaveNotChanged() throws Exception {
    compiled(":");
    run("--fast");
    assertEquals(List.of("cli", "library/net"), withClasses());
    workshop.write("cli/src/main/java/Main.java", "class Main { int changed; }");
    workshop.write("cli/target/classes/readme.txt", "not a class");
    run("--fast");
    assertEquals(List.of("library/net"), withClasses());
    run();
    assertEquals(List.of(), withClasses());
  }

  @Test
  void fastCompilesAModuleWithARemovedOrAddedSource() throws Exception {
    compiled(":");
    Files.delete(workshop.root().resolve("cli/src/main/java/Main.java"));
    run("--fast");
    assertEquals(List.of("library/net"), withClasses());
    workshop.write("library/net/src/test/java/NetTest.java", "class NetTest {}");
    run("--fast");
    assertEquals(List.of(), withClasses());
  }

  @Test
  void fastCompilesEverythingWhenAllOfItMayBeStale() throws Exception {
    compiled(":");
    workshop.write("pom.xml", "<project><!-- other options --></project>");
    run("--fast");
    assertEquals(List.of(), withClasses());

    compiled(":");
    var byHand = workshop.root().resolve("cli/target/classes/Main.class");
    var later = Files.getLastModifiedTime(byHand).toInstant().plusSeconds(60);
    Files.setLastModifiedTime(byHand, FileTime.from(later));
    run("--fast");
    assertEquals(List.of(), withClasses());

    compiled("exit 1");
    run("--fast");
    assertEquals(List.of(), withClasses());
  }

  /** Runs all tests with a Maven that creates classes and then runs {@code last}. */
  private void compiled(String last) throws Exception {
    workshop.write("library/net/src/main/java/Net.java", "class Net {}");
    workshop.write("cli/src/main/java/Main.java", "class Main {}");
    workshop.maven(
        """
        for module in cli library/net; do
          mkdir -p $module/target/classes
          touch $module/target/classes/Main.class
        done
        """
            + last);
    run();
    assertEquals(List.of("cli", "library/net"), withClasses());
    workshop.maven(last);
  }

  private List<String> withClasses() {
    return Stream.of("cli", "library/net")
        .filter(module -> Files.exists(workshop.root().resolve(module + "/target/classes")))
        .toList();
  }

  @Test
  void aSuiteThatIsTooSlowForFastFailsAndASlowOneIsNamed() throws Exception {
    var quick = "<testsuite name='a.QuickTest' time='9.99' tests='1'>";
    var slow = "<testsuite name='a.SlowTest' time='11.0' tests='1'>";
    var tooSlow = "<testsuite name='a.EnduranceTest' time='1,100.5' tests='1'>";
    check(":", quick, PASSED, slow, tooSlow);
    var all = run();
    assertEquals("1 passed, 0 failed, 0 skipped", lastLine(all));
    assertEquals(0, all.status());
    var fast = run("--fast");
    assertFalse(fast.out().contains("QuickTest"), fast.out());
    assertTrue(fast.out().contains("slow:    a.SlowTest took 11 s\n"), fast.out());
    assertTrue(fast.out().contains("failed:  a.EnduranceTest — tag it \"slow\""), fast.out());
    assertEquals("1 passed, 1 failed, 0 skipped", lastLine(fast));
    assertEquals(1, fast.status());
  }

  private Forked run(String... arguments) throws Exception {
    return workshop.run(workshop.environment(workshop.jdks().resolve("good")), "check", arguments);
  }

  private Forked check(String maven, String... cases) throws Exception {
    workshop.write("report.xml", String.join("\n", List.of(cases)).replace('\'', '"') + "\n");
    workshop.maven(
        """
        mkdir -p cli/target/surefire-reports
        cp report.xml cli/target/surefire-reports/TEST-A.xml
        """
            + maven);
    return run();
  }

  private static String lastLine(Forked check) {
    return check.out().lines().toList().getLast();
  }
}
