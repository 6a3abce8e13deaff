package switchboard.house;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.house.Modules.Edge;

/** Module descriptors and poms contain only allowed and used dependencies. */
class ModulesTest {
  private static final Tree PROJECT = Tree.ofProject();
  private static final List<Source> SOURCES = Source.ofProject(PROJECT);
  private static final List<Edge> REQUIRED = Modules.required(SOURCES);

  @Test
  void descriptorsRequireOnlyWhatTheTableAllows() {
    assertEquals(List.of(), Modules.forbidden(REQUIRED).toList());
  }

  @Test
  void pomsDependOnlyOnWhatTheTableAllows() {
    var edges = poms().flatMap(pom -> Modules.dependencies(PROJECT.root(), pom).stream()).toList();
    assertTrue(edges.size() > 20);
    assertEquals(List.of(), Modules.forbidden(edges).toList());
  }

  private static Stream<Path> poms() {
    return PROJECT
        .files(name -> name.matches("((library|apps)/[^/]+|cli|examples)/pom.xml"))
        .stream();
  }

  @Test
  void everyModuleThatIsRequiredIsUsed() {
    assertEquals(List.of(), new ModuleUse(SOURCES).deadRequires().toList());
  }

  @Test
  void everyDependencyIsUsed() {
    var edges =
        poms().flatMap(pom -> Modules.allDependencies(PROJECT.root(), pom).stream()).toList();
    assertTrue(edges.stream().anyMatch(edge -> edge.kind().equals("test")));
    assertEquals(List.of(), new ModuleUse(SOURCES).deadDependencies(edges).toList());
  }

  @Test
  void aModuleThatNoSourceImportsIsFound() {
    var a = source("a", "module-info", "module a {}");
    var b = source("b", "module-info", "module b { requires a; requires java.xml; }");
    var ofA = source("a", "aa/A", "package aa; public class A {}");
    var idle = source("b", "bb/B", "package bb; class B {}");
    var busy = source("b", "bb/B", "package bb; import aa.A; class B { javax.xml.parsers.C c; }");
    assertEquals(2, new ModuleUse(List.of(a, b, ofA, idle)).deadRequires().count());
    assertEquals(List.of(), new ModuleUse(List.of(a, b, ofA, busy)).deadRequires().toList());
    // A module without sources only combines others.
    assertEquals(List.of(), new ModuleUse(List.of(a, b, ofA)).deadRequires().toList());
  }

  @Test
  void aDependencyThatNothingNeedsIsFound() {
    var a = source("a", "module-info", "module a {}");
    var b = source("b", "module-info", "module b { requires a; }");
    var c = source("c", "module-info", "module c {}");
    var ofA = source("a", "aa/A", "package aa; public class A {}");
    var testOfC =
        Source.of("c/src/test/java/cc/CTest.java", "package cc; import aa.A; class CTest {}");
    var use = new ModuleUse(List.of(a, b, c, ofA));
    assertEquals(List.of(), use.deadDependencies(List.of(edge("b", "compile"))).toList());
    assertEquals(1, use.deadDependencies(List.of(edge("c", "compile"))).count());
    assertEquals(1, use.deadDependencies(List.of(edge("c", "test"))).count());
    var tested = new ModuleUse(List.of(a, b, c, ofA, testOfC));
    assertEquals(List.of(), tested.deadDependencies(List.of(edge("c", "test"))).toList());
    assertEquals(1, tested.deadDependencies(List.of(edge("c", "compile"))).count());
  }

  @Test
  void internalPackagesAreExportedToTheModulesOfTheTableAlone() {
    assertEquals(List.of(), new ModuleUse(SOURCES).internals(ModuleUse.INTERNALS));
  }

  @Test
  void anInternalPackageThatIsExportedBesideTheTableIsFound() {
    var table = Map.of("a.internal", Set.of("b"));
    assertEquals(List.of(), internals("exports a.internal to b;", table));
    assertEquals(2, internals("exports a.internal;", table).size(), "exported to all modules");
    assertEquals(
        1, internals("exports a.internal to b, c;", table).size(), "exported to another module");
    assertEquals(1, internals("exports a;", table).size(), "an entry that is not needed");
    assertEquals(1, internals("opens a.internal to c;", table).size(), "open to another module");
    assertEquals(1, internals("exports a.internal to b;", Map.of()).size(), "without an entry");
    var b = source("b", "module-info", "module b { requires a; }");
    var a = source("a", "module-info", "module a { exports a.internal to b; }");
    assertEquals(1, new ModuleUse(List.of(a, b)).internals(table).size(), "exported but not used");
    var ofB = source("b", "bb/B", "package bb; import a.internal.A; class B {}");
    assertEquals(List.of(), new ModuleUse(List.of(a, b, ofB)).internals(table));
  }

  private static List<String> internals(String directives, Map<String, Set<String>> table) {
    var a = source("a", "module-info", "module a { " + directives + " }");
    return new ModuleUse(List.of(a)).internals(table);
  }

  @Test
  void packagesForProvidersHoldInterfacesEnumsAndExceptionsOnly() {
    assertEquals(List.of(), SOURCES.stream().flatMap(ModuleUse::spiTypes).toList());
  }

  @Test
  void aClassAmongTheInterfacesForProvidersIsFound() {
    for (var type : List.of("class A {}", "record A() {}", "class A extends B {}")) {
      var found = ModuleUse.spiTypes(source("a", "a/spi/A", "package a.spi; " + type));
      assertEquals(1, found.count(), type);
    }
    for (var type :
        List.of(
            "interface A { class B {} }", "enum A {}", "class A extends java.io.IOException {}")) {
      var found = ModuleUse.spiTypes(source("a", "a/spi/A", "package a.spi; " + type));
      assertEquals(List.of(), found.toList(), type);
    }
    assertEquals(
        0, ModuleUse.spiTypes(source("a", "a/A", "package a.spi.support; class A {}")).count());
  }

  private static Source source(String module, String file, String text) {
    return Source.of(module + "/src/main/java/" + file + ".java", text);
  }

  private static Edge edge(String from, String scope) {
    return new Edge(from, "a", scope, "pom.xml");
  }

  @Test
  void everyModuleIsInTheTable() {
    var modules = REQUIRED.stream().map(Edge::from).collect(toSet());
    assertEquals(Modules.ALLOWED.keySet(), modules, "modules in Modules.ALLOWED");
  }

  @Test
  void thereAreNoCycles() {
    var drawn = REQUIRED.stream().collect(groupingBy(Edge::from, mapping(Edge::to, toSet())));
    assertEquals(Set.of(), Modules.inCycles(drawn), "modules that depend on themselves");
    assertEquals(Set.of(), Modules.inCycles(Modules.ALLOWED), "cycles in Modules.ALLOWED");
  }

  @Test
  void theLibraryDependsOnlyOnTheJdk() {
    var foreign =
        Modules.ALLOWED.entrySet().stream()
            .filter(module -> LIBRARY.contains(module.getKey()))
            .flatMap(module -> module.getValue().stream())
            .filter(module -> !LIBRARY.contains(module))
            .toList();
    assertEquals(List.of(), foreign, "the library may depend on the JDK only");
  }

  private static final Set<String> LIBRARY =
      Set.of(
          "switchboard",
          "switchboard.net",
          "switchboard.engine.nio",
          "switchboard.engine.linux",
          "switchboard.frames",
          "switchboard.layouts",
          "switchboard.server");

  @Test
  void aForbiddenDependencyIsFound() {
    var text = "module switchboard.net { requires switchboard.server; requires java.xml; }";
    var edges = Modules.required(List.of(Source.of("module-info.java", text)));
    assertEquals(2, edges.size());
    assertEquals(1, Modules.forbidden(edges).count());
  }

  @Test
  void aForeignLibraryIsFoundHoweverItIsRequired() {
    for (var how : List.of("", "static ", "transitive ")) {
      var text = "module switchboard.frames { requires " + how + "com.example; }";
      var edges = Modules.required(List.of(Source.of("module-info.java", text)));
      assertEquals(1, Modules.forbidden(edges).count(), text);
    }
    var runtime = new Edge("switchboard.server", "switchboard.engine.nio", "runtime", "pom.xml");
    assertEquals(1, Modules.forbidden(List.of(runtime)).count());
    // The pom of this module depends on all modules, but only with scope test.
    assertEquals(List.of(), Modules.dependencies(PROJECT.root(), Path.of("house", "pom.xml")));
  }

  @Test
  void aCycleIsFound() {
    var circle = Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("b"));
    assertEquals(Set.of("b", "c"), Modules.inCycles(circle));
  }
}
