package switchboard.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds every Java file to the rules for sources, and each rule to biting. */
class SourceRulesTest {
  /** Larger rooms: files by path, methods by name, with their lines. This list only shrinks. */
  private static final Map<String, Integer> LARGER = Map.of();

  private static List<Source> sources = List.of();

  @BeforeAll
  static void parse() {
    sources = Source.ofProject(Tree.ofProject());
  }

  @Test
  void filesAndMethodsFitAScreenOrTwo() {
    assertEquals(List.of(), SourceRules.tooLong(sources, LARGER));
  }

  @Test
  void aLongFileALongMethodAndANeedlessExceptionAreFound() {
    var longMethod = "class A { void b() {" + "\n".repeat(60) + "} }";
    var longFile = "class A {" + "\n".repeat(500) + "}";
    assertEquals(1, SourceRules.tooLong(List.of(Source.of("A.java", longMethod)), Map.of()).size());
    assertEquals(1, SourceRules.tooLong(List.of(Source.of("A.java", longFile)), Map.of()).size());
    assertEquals(
        List.of(),
        SourceRules.tooLong(List.of(Source.of("A.java", longMethod)), Map.of("A.b", 61)));
    assertEquals(
        1, SourceRules.tooLong(List.of(Source.of("A.java", longMethod)), Map.of("A.b", 60)).size());
    assertEquals(
        1,
        SourceRules.tooLong(List.of(Source.of("A.java", "class A {}")), Map.of("A.b", 61)).size());
  }

  @Test
  void methodsOfPublicTypesTakeFourParametersAtMost() {
    assertEquals(List.of(), offences(SourceRules::tooManyParameters));
  }

  @Test
  void aFifthParameterIsFound() {
    var five = "(int a, int b, int c, int d, int e)";
    assertBites(SourceRules::tooManyParameters, "public class A { void b" + five + " {} }");
    assertBites(SourceRules::tooManyParameters, "public class A { public A" + five + " {} }");
    assertBites(
        SourceRules::tooManyParameters,
        "public interface A { interface B { void b" + five + "; } }");
    assertPasses(SourceRules::tooManyParameters, "public record A" + five + " {}");
    assertPasses(SourceRules::tooManyParameters, "class A { void b" + five + " {} }");
  }

  @Test
  void namesSaySomething() {
    assertEquals(List.of(), offences(SourceRules::emptyNames));
  }

  @Test
  void anEmptyNameIsFound() {
    assertBites(SourceRules::emptyNames, "class Socket" + "Manager {}");
    assertBites(SourceRules::emptyNames, "class A { interface Io" + "Util {} }");
    assertPasses(SourceRules::emptyNames, "class Implicit {}");
  }

  @Test
  void everyTopLevelTypeSaysWhatItIsFor() {
    assertEquals(List.of(), offences(SourceRules::wordlessTypes));
  }

  @Test
  void aTypeWithoutASentenceIsFound() {
    assertBites(SourceRules::wordlessTypes, "class A {}");
    assertBites(SourceRules::wordlessTypes, "/** A. */ class A {}");
    assertBites(SourceRules::wordlessTypes, "/** @author nobody */ class A {}");
    assertPasses(SourceRules::wordlessTypes, "/** What for. */ class A { class B {} }");
  }

  @Test
  void everyPackageIsIntroduced() {
    assertEquals(List.of(), SourceRules.packagesWithoutInfo(sources));
  }

  @Test
  void aPackageWithoutIntroductionIsFound() {
    var type = Source.of("x/src/main/java/a/A.java", "package a; class A {}");
    var silent = Source.of("x/src/main/java/a/package-info.java", "package a;");
    var info = Source.of("x/src/main/java/a/package-info.java", "/** What for. */ package a;");
    assertEquals(1, SourceRules.packagesWithoutInfo(List.of(type)).size());
    assertEquals(1, SourceRules.packagesWithoutInfo(List.of(type, silent)).size());
    assertEquals(List.of(), SourceRules.packagesWithoutInfo(List.of(type, info)));
  }

  private static List<String> offences(Function<Source, Stream<String>> rule) {
    return sources.stream().flatMap(rule).toList();
  }

  private static void assertBites(Function<Source, Stream<String>> rule, String text) {
    assertEquals(1, rule.apply(Source.of("A.java", text)).count(), text);
  }

  private static void assertPasses(Function<Source, Stream<String>> rule, String text) {
    assertEquals(List.of(), rule.apply(Source.of("A.java", text)).toList());
  }
}
