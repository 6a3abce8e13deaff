package switchboard.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.house.fixture.Offender;

/**
 * The compiled classes of all modules use classes of the JDK only where {@link PlatformRules}
 * allows.
 */
class PlatformRulesTest {
  private static final Tree PROJECT = Tree.ofProject();
  private static final JavaClasses OFFENDER = new ClassFileImporter().importClasses(Offender.class);

  /**
   * The classes of all modules. Read once, because reading takes longer than checking all rules.
   */
  private static final JavaClasses ALL = classes("", "classes");

  @Test
  void socketsOfTheJdkAreUsedByTheEngineAlone() {
    PlatformRules.SOCKETS_ONLY_IN_THE_ENGINE.check(ALL);
  }

  @Test
  void foreignMemoryIsUsedByTheLinuxEngineAlone() {
    PlatformRules.FOREIGN_ONLY_IN_THE_LINUX_ENGINE.check(ALL);
  }

  @Test
  void theJdksTlsIsUsedByTlsAlone() {
    PlatformRules.TLS_ONLY_IN_TLS.check(ALL);
  }

  @Test
  void theLibraryPrintsNothing() {
    PlatformRules.NO_PRINTING.check(classes("library/", "classes"));
  }

  @Test
  void noCodeSleeps() {
    PlatformRules.NO_SLEEPING.check(ALL);
    PlatformRules.NO_SLEEPING.check(classes("", "test-classes"));
  }

  @Test
  void anOffenderIsFoundByEveryRule() {
    assertBites(PlatformRules.SOCKETS_ONLY_IN_THE_ENGINE, 5);
    assertBites(PlatformRules.FOREIGN_ONLY_IN_THE_LINUX_ENGINE, 1);
    assertBites(PlatformRules.TLS_ONLY_IN_TLS, 1);
    assertBites(PlatformRules.NO_PRINTING, 2);
    assertBites(PlatformRules.NO_SLEEPING, 2);
  }

  private static void assertBites(ArchRule rule, int leastOffences) {
    var report = rule.evaluate(OFFENDER).getFailureReport().getDetails();
    assertTrue(
        report.size() >= leastOffences,
        () ->
            "expected at least "
                + leastOffences
                + " offences: "
                + rule.getDescription()
                + "\nfound: "
                + report);
  }

  @Test
  void everyModuleIsChecked() {
    var modules = PROJECT.files(name -> name.endsWith("src/main/java/module-info.java"));
    assertEquals(List.of(), modules.stream().filter(file -> !Files.exists(output(file))).toList());
  }

  private static Path output(Path descriptor) {
    var module = PROJECT.root().resolve(descriptor).resolve("../../../..").normalize();
    return module.resolve("target/classes/module-info.class");
  }

  /** Returns the compiled classes of all modules below {@code prefix}, without the fixture. */
  private static JavaClasses classes(String prefix, String output) {
    var directories =
        PROJECT.files(name -> name.startsWith(prefix) && name.endsWith("pom.xml")).stream()
            .map(pom -> PROJECT.root().resolve(pom).resolveSibling("target").resolve(output))
            .filter(Files::isDirectory)
            .toList();
    return new ClassFileImporter()
        .withImportOption(PlatformRulesTest::isNoFixture)
        .importPaths(directories);
  }

  private static boolean isNoFixture(Location location) {
    return !location.contains("/switchboard/house/fixture/");
  }
}
