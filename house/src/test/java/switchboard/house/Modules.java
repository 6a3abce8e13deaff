package switchboard.house;

import com.sun.source.tree.DirectiveTree;
import com.sun.source.tree.RequiresTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The allowed dependencies between modules, and those in module descriptors and poms. */
final class Modules {
  /** A dependency in a module descriptor or a pom. */
  record Edge(String from, String to, String kind, String file) {}

  private static final String LIBRARY = "switchboard.net switchboard.frames switchboard.server";

  /** The allowed dependencies. This table is policy: do not extend it to make a build pass. */
  static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          may("switchboard.net", ""),
          may("switchboard.engine.nio", "switchboard.net"),
          may("switchboard.engine.linux", "switchboard.net"),
          may("switchboard.frames", "switchboard.net"),
          may("switchboard.layouts", "switchboard.net switchboard.frames"),
          may("switchboard.server", "switchboard.net"),
          may("switchboard.testkit", "switchboard.net"),
          may("switchboard.contracts", "switchboard.net switchboard.testkit org.junit.jupiter.api"),
          may("switchboard", LIBRARY + " switchboard.engine.nio switchboard.engine.linux"),
          may("switchboard.echo", LIBRARY),
          may("switchboard.bench", LIBRARY + " HdrHistogram"),
          may("switchboard.chat", LIBRARY),
          may("switchboard.transfer", LIBRARY),
          may("switchboard.http", LIBRARY + " org.apache.httpcomponents.core5.httpcore5"),
          may("switchboard.scan", LIBRARY),
          may("switchboard.relay", LIBRARY),
          may("switchboard.hub", LIBRARY + " switchboard.chat switchboard.transfer"),
          may(
              "switchboard.examples",
              LIBRARY + " switchboard.layouts switchboard.testkit com.fasterxml.jackson.jr.ob"),
          may(
              "switchboard.cli",
              LIBRARY
                  + " switchboard.layouts switchboard.bench switchboard.echo switchboard.chat switchboard.transfer"
                  + " switchboard.http"
                  + " switchboard.scan switchboard.relay switchboard.hub switchboard.examples"
                  + " info.picocli org.jline.reader org.jline.terminal.ffm"));

  /** Modules that may depend on engines at run time, where engines are found as services. */
  private static final Set<String> RUN_WITH_ENGINE =
      Set.of("switchboard.examples", "switchboard.cli");

  private Modules() {}

  private static Map.Entry<String, Set<String>> may(String from, String to) {
    return Map.entry(from, to.isEmpty() ? Set.of() : Set.of(to.split(" ")));
  }

  /**
   * Returns what all module descriptors require. The kind is {@code static} or {@code requires}.
   */
  static List<Edge> required(List<Source> sources) {
    return sources.stream()
        .filter(source -> source.unit().getModule() != null)
        .flatMap(source ->
            source.unit().getModule().getDirectives().stream()
                .flatMap(directive -> edge(source, directive)))
        .toList();
  }

  private static Stream<Edge> edge(Source source, DirectiveTree directive) {
    if (!(directive instanceof RequiresTree requires)) {
      return Stream.empty();
    }
    return Stream.of(
        new Edge(
            source.unit().getModule().getName().toString(),
            requires.getModuleName().toString(),
            requires.isStatic() ? "static" : "requires",
            source.path()));
  }

  /** Returns the dependencies of a pom without scope test. The kind is the Maven scope. */
  static List<Edge> dependencies(Path root, Path pom) {
    return allDependencies(root, pom).stream().filter(edge -> !edge.kind().equals("test")).toList();
  }

  /** Returns all dependencies of a pom. The kind is the Maven scope. */
  static List<Edge> allDependencies(Path root, Path pom) {
    var project = parse(root.resolve(pom)).getDocumentElement();
    var from = moduleOf(text(project, "artifactId"));
    return children(project, "dependencies")
        .flatMap(dependencies -> children(dependencies, "dependency"))
        .map(to -> {
          var scope = text(to, "scope");
          return new Edge(
              from,
              moduleOf(text(to, "artifactId")),
              scope.isEmpty() ? "compile" : scope,
              Tree.name(pom));
        })
        .toList();
  }

  /** Finds dependencies that the table does not allow. All modules may use those of the JDK. */
  static Stream<String> forbidden(List<Edge> edges) {
    return edges.stream()
        .filter(edge -> !isAllowed(edge))
        .map(edge ->
            "%s: %s must not depend on %s (%s); see Modules.ALLOWED"
                .formatted(edge.file(), edge.from(), edge.to(), edge.kind()));
  }

  private static boolean isAllowed(Edge edge) {
    if (edge.to().startsWith("java.") || edge.to().startsWith("jdk.")) {
      return true;
    }
    return switch (edge.kind()) {
      case "static" -> edge.to().equals("org.jspecify");
      case "runtime" ->
          edge.to().startsWith("switchboard.engine.")
              ? RUN_WITH_ENGINE.contains(edge.from())
              : ALLOWED.getOrDefault(edge.from(), Set.of()).contains(edge.to());
      default -> ALLOWED.getOrDefault(edge.from(), Set.of()).contains(edge.to());
    };
  }

  /** Returns the modules that depend on themselves through others. */
  static Set<String> inCycles(Map<String, Set<String>> edges) {
    var found = new TreeSet<String>();
    for (var start : edges.keySet()) {
      var seen = new HashSet<String>();
      var next = new ArrayList<>(edges.get(start));
      while (!next.isEmpty()) {
        var module = next.removeLast();
        if (seen.add(module)) {
          next.addAll(edges.getOrDefault(module, Set.of()));
        }
      }
      if (seen.contains(start)) {
        found.add(start);
      }
    }
    return found;
  }

  private static String moduleOf(String artifact) {
    return switch (artifact) {
      case "junit-jupiter-api" -> "org.junit.jupiter.api";
      case "picocli" -> "info.picocli";
      case "jline-reader" -> "org.jline.reader";
      case "jline-terminal-ffm" -> "org.jline.terminal.ffm";
      case "jackson-jr-objects" -> "com.fasterxml.jackson.jr.ob";
      case "httpcore5" -> "org.apache.httpcomponents.core5.httpcore5";
      default -> artifact.replace('-', '.');
    };
  }

  private static org.w3c.dom.Document parse(Path file) {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    } catch (IOException | SAXException | ParserConfigurationException unreadable) {
      throw new AssertionError(file.toString(), unreadable);
    }
  }

  private static String text(Element parent, String name) {
    return children(parent, name).findFirst().map(Node::getTextContent).orElse("").strip();
  }

  private static Stream<Element> children(Element parent, String name) {
    var all = parent.getChildNodes();
    return Stream.iterate(0, i -> i < all.getLength(), i -> i + 1)
        .map(all::item)
        .filter(node -> node.getNodeName().equals(name))
        .map(Element.class::cast);
  }
}
