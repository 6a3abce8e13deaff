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
import org.junit.jupiter.api.Test;
import switchboard.house.Modules.Edge;

/** Holds descriptors and poms to the table of allowed edges. */
class ModulesTest {
  private static final Tree PROJECT = Tree.ofProject();
  private static final List<Edge> REQUIRED = Modules.required(Source.ofProject(PROJECT));

  @Test
  void noDescriptorLeansWhereTheTableDoesNot() {
    assertEquals(List.of(), Modules.forbidden(REQUIRED).toList());
  }

  @Test
  void noPomLeansWhereTheTableDoesNot() {
    var poms = PROJECT.files(name -> name.matches("((library|apps)/[^/]+|cli|examples)/pom.xml"));
    var edges =
        poms.stream().flatMap(pom -> Modules.dependencies(PROJECT.root(), pom).stream()).toList();
    assertTrue(edges.size() > 20);
    assertEquals(List.of(), Modules.forbidden(edges).toList());
  }

  @Test
  void everyModuleIsInTheTable() {
    var modules = REQUIRED.stream().map(Edge::from).collect(toSet());
    assertEquals(Modules.ALLOWED.keySet(), modules);
  }

  @Test
  void nothingGoesRoundInACircle() {
    var drawn = REQUIRED.stream().collect(groupingBy(Edge::from, mapping(Edge::to, toSet())));
    assertEquals(Set.of(), Modules.inCycles(drawn));
    assertEquals(Set.of(), Modules.inCycles(Modules.ALLOWED));
  }

  @Test
  void theLibraryLeansOnTheJdkAlone() {
    var foreign =
        Modules.ALLOWED.entrySet().stream()
            .filter(module -> LIBRARY.contains(module.getKey()))
            .flatMap(module -> module.getValue().stream())
            .filter(module -> !LIBRARY.contains(module))
            .toList();
    assertEquals(List.of(), foreign);
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
  void anEdgeUpwardsIsFound() {
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
    // The house's own pom leans on everything, for its tests alone.
    assertEquals(List.of(), Modules.dependencies(PROJECT.root(), Path.of("house", "pom.xml")));
  }

  @Test
  void aCircleIsFound() {
    var circle = Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("b"));
    assertEquals(Set.of("b", "c"), Modules.inCycles(circle));
  }
}
