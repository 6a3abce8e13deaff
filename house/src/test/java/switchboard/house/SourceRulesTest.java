package switchboard.house;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All Java files keep the rules of {@link SourceRules}, and each rule finds offenders. */
class SourceRulesTest {
  /**
   * Exceptions for long files (by path) and methods (by name), with their lines. Add no entries.
   */
  private static final Map<String, Integer> LARGER = Map.of();

  /** Exceptions for packages with more than 25 types, each with its reason. */
  private static final Map<String, String> CROWDED =
      Map.ofEntries(
          Map.entry("switchboard.benchmarks", "one program for each measurement"),
          Map.entry(
              "switchboard.chat", "rooms, commands and client share the lines of one protocol"),
          Map.entry(
              "switchboard.contracts",
              "one suite for each part of a contract, and the fixtures that users extend"),
          Map.entry(
              "switchboard.engine.linux",
              "system calls, structures and pollers, package-private to each other"),
          Map.entry("switchboard.examples", "one small program for each concept; it is not an API"),
          Map.entry(
              "switchboard.http", "client and static files share the classes for HTTP messages"),
          Map.entry(
              "switchboard.layouts",
              "fields, messages and pictures, package-private to each other"),
          Map.entry(
              "switchboard.net",
              "16 of them are exceptions, one for each possible reaction of a caller"),
          Map.entry(
              "switchboard.net.internal",
              "one implementation of every kind of socket, over all engines"),
          Map.entry(
              "switchboard.net.spi.support",
              "what engines share: waiting, loops, buffers, and one readiness-based socket"),
          Map.entry(
              "switchboard.transfer", "sender and receiver share the messages of one protocol"));

  /** Exceptions for methods that decide by the text of an exception. Add no entries. */
  private static final Set<String> BY_MESSAGE_TEXT =
      Set.of(
          "switchboard.net.internal.LookupFailures.text", // the JDK has no field for the reason
          "switchboard.scan.ProbeOutcome.byMessage");

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
    var longComment = "/**" + "\n * Text.".repeat(500) + "\n */\nclass A {}";
    assertEquals(
        List.of(), SourceRules.tooLong(List.of(Source.of("A.java", longComment)), Map.of()));
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
  void noNameIsEmpty() {
    assertEquals(List.of(), offences(SourceRules::emptyNames));
  }

  @Test
  void anEmptyNameIsFound() {
    assertBites(SourceRules::emptyNames, "class Socket" + "Manager {}");
    assertBites(SourceRules::emptyNames, "class A { interface Io" + "Util {} }");
    assertPasses(SourceRules::emptyNames, "class Implicit {}");
  }

  @Test
  void everyTopLevelTypeHasAComment() {
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
  void everyPackageHasAComment() {
    assertEquals(List.of(), SourceRules.packagesWithoutInfo(sources));
  }

  @Test
  void aPackageWithoutACommentIsFound() {
    var type = Source.of("x/src/main/java/a/A.java", "package a; class A {}");
    var silent = Source.of("x/src/main/java/a/package-info.java", "package a;");
    var info = Source.of("x/src/main/java/a/package-info.java", "/** What for. */ package a;");
    assertEquals(1, SourceRules.packagesWithoutInfo(List.of(type)).size());
    assertEquals(1, SourceRules.packagesWithoutInfo(List.of(type, silent)).size());
    assertEquals(List.of(), SourceRules.packagesWithoutInfo(List.of(type, info)));
  }

  @Test
  void noPackageHasMoreTypesThanAReaderCanKeepInMind() {
    assertEquals(List.of(), SourceRules.crowdedPackages(sources, CROWDED));
  }

  @Test
  void aCrowdedPackageAndANeedlessReasonAreFound() {
    var types = new ArrayList<Source>();
    for (int i = 0; i < 25; i++) {
      types.add(
          Source.of("x/src/main/java/a/A.java", "package a; class A" + i + " { class B {} }"));
      types.add(Source.of("x/src/test/java/a/A.java", "package a; class A" + i + "Test {}"));
    }
    assertEquals(List.of(), SourceRules.crowdedPackages(types, Map.of()));
    assertEquals(1, SourceRules.crowdedPackages(types, Map.of("a", "a reason")).size());
    types.add(Source.of("x/src/main/java/a/A.java", "package a; class A25 {}"));
    assertEquals(1, SourceRules.crowdedPackages(types, Map.of()).size());
    assertEquals(1, SourceRules.crowdedPackages(types, Map.of("a", " ")).size());
    assertEquals(List.of(), SourceRules.crowdedPackages(types, Map.of("a", "a reason")));
  }

  @Test
  void noIdentifierHasARetiredWord() {
    assertEquals(List.of(), offences(NameRules::retiredWords));
  }

  @Test
  void aRetiredWordIsFoundInEveryKindOfIdentifier() {
    for (var text :
        List.of(
            "class Pat" + "rol {}",
            "class IdlePat" + "rolTest {}",
            "class A { interface Apo" + "logy {} }",
            "enum A { KNO" + "CK }",
            "enum A { LAST_" + "WORDS }",
            "class A { void sendLast" + "Words() {} }",
            "class A { int ow" + "ed; }",
            "class A { void b(int wish" + "es) {} }",
            "class A { void b() { long late" + "By = 1; } }",
            "class A { void b() { Runnable c = () -> { int pati" + "ence = 1; }; } }",
            "record A(int pati" + "ence) {}",
            "package a.part" + "ing; class A {}")) {
      assertBites(NameRules::retiredWords, text);
    }
    for (var text :
        List.of(
            "class Following { int allowed; int swallowed; boolean silent; }",
            "class Calendar { int last; String words; int blend; int bylate; }",
            "/** No pat" + "rol, no apo" + "logy. */ class A { String b = \"kno" + "ck\"; }")) {
      assertPasses(NameRules::retiredWords, text);
    }
  }

  @Test
  void nothingIsDecidedByTheTextOfAnException() {
    assertEquals(
        BY_MESSAGE_TEXT,
        sources.stream().flatMap(MessageTextRule::offenders).collect(toSet()),
        "methods that decide by the text of an exception: use its fields, such as errno()");
  }

  @Test
  void aDecisionByTheTextOfAnExceptionIsFound() {
    for (var text :
        List.of(
            "return e.getMessage().equals(\"Broken pipe\");",
            "return \"Broken pipe\".equals(e.getMessage());",
            "return java.util.Objects.equals(e.getMessage(), \"Broken pipe\");",
            "return String.valueOf(e.getCause().getMessage()).contains(\"reset\");",
            "return e.getLocalizedMessage().strip().startsWith(\"Connection\");",
            "return PATTERN.matcher(e.getMessage()).find();",
            "return KNOWN.contains(e.getMessage());",
            "return e.getMessage() == \"Broken pipe\";",
            "String why = e.getMessage(); return why != null && why.matches(\".*reset\");",
            "switch (e.getMessage()) { case \"reset\": return true; default: return false; }",
            "return switch (e.getMessage()) { case \"reset\" -> true; default -> false; };",
            "return known(e.getMessage()); } boolean known(String why) { return why.equals(\"x\");",
            "return why().equals(\"x\"); } String why() { return e == null ? \"\" : e.getMessage();")) {
      assertBites(MessageTextRule::offenders, "class A { boolean b() { " + text + " } }");
    }
    for (var text :
        List.of(
            "return e.getMessage() != null;",
            "log(\"lost: \" + e.getMessage()); return true;",
            "throw new IllegalStateException(e.getMessage(), e);",
            "String why = text(); return why.equals(\"x\"); } void c() { String why = e.getMessage();",
            "return error.errno().equals(\"ECONNRESET\");")) {
      assertPasses(MessageTextRule::offenders, "class A { boolean b() { " + text + " } }");
    }
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
