package switchboard.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test command, tried on a Maven that writes whatever reports a test wants to see counted. */
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
  void passedAndSkippedTestsAreCountedAndAllIsWell() throws Exception {
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
  void fastLeavesTheJarsOut() throws Exception {
    workshop.maven("echo \"[WARNING] $*\"");
    var environment = workshop.environment(workshop.jdks().resolve("good"));
    assertTrue(workshop.run(environment, "check").out().contains("--activate-profiles jars"));
    var fast = workshop.run(environment, "check", "--fast");
    assertFalse(fast.out().contains("jars"), fast.out());
    assertEquals(0, fast.status());
    assertEquals(2, workshop.run(environment, "check", "--fats").status());
  }

  private Forked check(String maven, String... cases) throws Exception {
    workshop.write("report.xml", String.join("\n", List.of(cases)).replace('\'', '"') + "\n");
    workshop.maven(
        """
        mkdir -p cli/target/surefire-reports
        cp report.xml cli/target/surefire-reports/TEST-A.xml
        """
            + maven);
    return workshop.run(workshop.environment(workshop.jdks().resolve("good")), "check");
  }

  private static String lastLine(Forked check) {
    return check.out().lines().toList().getLast();
  }
}
