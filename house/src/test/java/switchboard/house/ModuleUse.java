package switchboard.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.OpensTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.TreeScanner;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.house.Modules.Edge;

/**
 * Finds dependencies in descriptors and poms that are not used, and exports of internal packages
 * that are not allowed. A module is identified by its descriptor; its sources are in the same
 * directory.
 */
final class ModuleUse {
  /**
   * The modules that may use an internal package of another module. This table is policy: internal
   * types may change at any time, so each entry should be removed when possible.
   */
  static final Map<String, Set<String>> INTERNALS =
      Map.of(
          "switchboard.net.internal",
          Set.of(
              "switchboard.chat",
              "switchboard.cli",
              "switchboard.echo",
              "switchboard.engine.linux",
              "switchboard.engine.nio",
              "switchboard.frames",
              "switchboard.http",
              "switchboard.server",
              "switchboard.transfer"));

  /** The common package prefix of each module of other projects. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "HdrHistogram", "org.HdrHistogram",
          "com.fasterxml.jackson.jr.ob", "com.fasterxml.jackson.jr.ob",
          "info.picocli", "picocli",
          "org.apache.httpcomponents.core5.httpcore5", "org.apache.hc.core5",
          "org.jline.reader", "org.jline",
          "org.jspecify", "org.jspecify",
          "org.junit.jupiter.api", "org.junit.jupiter.api");

  /** Exceptions: required modules that no source imports, with the reason. */
  private static final Map<Edge, String> UNSEEN =
      Map.of(
          new Edge(
              "switchboard.cli",
              "jdk.unsupported",
              "requires",
              "cli/src/main/java/module-info.java"),
          "signals are reached by reflection, because naming sun.misc.Signal warns");

  private final Map<String, String> directories = new HashMap<>();
  private final Map<String, Set<String>> packages = new HashMap<>();
  private final Map<String, Set<String>> mentioned = new HashMap<>();
  private final List<Source> descriptors;

  ModuleUse(List<Source> sources) {
    descriptors =
        sources.stream()
            .filter(source -> source.unit().getModule() != null)
            .sorted(Comparator.comparing(Source::path))
            .toList();
    for (var descriptor : descriptors) {
      var path = descriptor.path();
      directories.put(nameOf(descriptor), path.substring(0, path.lastIndexOf('/') + 1));
    }
    for (var source : sources) {
      var names = mentioned.computeIfAbsent(root(source), root -> new HashSet<>());
      scan(source, names);
      if (source.unit().getPackageName() != null) {
        packages
            .computeIfAbsent(root(source), root -> new TreeSet<>())
            .add(source.unit().getPackageName().toString());
      }
    }
  }

  private static String nameOf(Source descriptor) {
    return descriptor.unit().getModule().getName().toString();
  }

  /** Returns the source directory of a file, such as {@code cli/src/main/java/}. */
  private static String root(Source source) {
    int java = source.path().indexOf("/java/");
    return java < 0 ? "" : source.path().substring(0, java + "/java/".length());
  }

  private static void scan(Source source, Set<String> names) {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void unused) {
        names.add(select.getExpression().toString());
        return super.visitMemberSelect(select, null);
      }

      @Override
      public @Nullable Void visitExports(ExportsTree exports, @Nullable Void unused) {
        return null; // an export does not use the package
      }
    }.scan(source.unit(), null);
  }

  /** Finds modules that a descriptor requires but no source of its module uses. */
  Stream<String> deadRequires() {
    return Modules.required(descriptors).stream()
        .filter(edge ->
            packages.containsKey(directories.get(edge.from()))) // not a module without sources
        .filter(edge -> UNSEEN.containsKey(edge) == uses(edge.from(), edge.to(), false))
        .map(edge ->
            UNSEEN.containsKey(edge)
                ? "%s imports %s now; remove its entry from UNSEEN"
                    .formatted(edge.from(), edge.to())
                : "%s requires %s, which no source imports; remove it"
                    .formatted(edge.from(), edge.to()));
  }

  /**
   * Finds dependencies of poms that the descriptor does not require or, with scope test, that no
   * test imports. Dependencies with scope runtime and engines are not checked, because no source
   * imports them.
   */
  Stream<String> deadDependencies(List<Edge> dependencies) {
    var required =
        Modules.required(descriptors).stream()
            .map(edge -> edge.from() + " " + edge.to())
            .collect(Collectors.toSet());
    return dependencies.stream()
        .filter(edge -> directories.containsKey(edge.from()))
        .filter(edge ->
            switch (edge.kind()) {
              case "runtime" -> false;
              case "test" -> isLibraryForTests(edge) && !usedByTests(edge);
              default -> !required.contains(edge.from() + " " + edge.to());
            })
        .map(edge ->
            "%s: %s does not use %s (%s); remove the dependency"
                .formatted(edge.file(), edge.from(), edge.to(), edge.kind()));
  }

  private boolean isLibraryForTests(Edge edge) {
    return directories.containsKey(edge.to()) && !edge.to().startsWith("switchboard.engine.");
  }

  private boolean usedByTests(Edge edge) {
    return uses(edge.from(), edge.to(), true)
        || Modules.required(descriptors).stream()
            .filter(next -> next.from().equals(edge.to()))
            .filter(next -> directories.containsKey(next.to()))
            .filter(next -> !next.to().equals("switchboard.net"))
            .anyMatch(next -> uses(edge.from(), next.to(), true));
  }

  private boolean uses(String module, String used, boolean inTests) {
    var root = directories.getOrDefault(module, "");
    var names = mentioned.getOrDefault(inTests ? root.replace("/main/", "/test/") : root, Set.of());
    var foreign = FOREIGN.get(used);
    if (foreign != null) {
      return names.stream().anyMatch(name -> (name + ".").startsWith(foreign + "."));
    }
    return packagesOf(used).anyMatch(names::contains);
  }

  private Stream<String> packagesOf(String module) {
    var root = directories.get(module);
    return root != null
        ? packages.getOrDefault(root, Set.of()).stream()
        : ModuleFinder.ofSystem().find(module).stream()
            .flatMap(found -> found.descriptor().exports().stream())
            .map(ModuleDescriptor.Exports::source);
  }

  /** Finds differences between the table of internal packages and the descriptors. */
  List<String> internals(Map<String, Set<String>> table) {
    var offences = new ArrayList<String>();
    var exported = new HashMap<String, Set<String>>();
    for (var descriptor : descriptors) {
      for (var directive : descriptor.unit().getModule().getDirectives()) {
        switch (directive) {
          case ExportsTree exports ->
              addInternal(exports.getPackageName(), exports.getModuleNames(), exported);
          case OpensTree opens ->
              addInternal(opens.getPackageName(), opens.getModuleNames(), exported);
          default -> {}
        }
      }
    }
    exported.forEach((name, targets) -> {
      if (targets.isEmpty()) {
        offences.add(
            name + " is exported to all modules; export it only to those in ModuleUse.INTERNALS");
      }
      if (!targets.equals(table.getOrDefault(name, Set.of()))) {
        offences.add(
            name + " is exported to " + targets + ", but INTERNALS has " + table.get(name));
      }
      targets.stream()
          .filter(target -> directories.containsKey(target) && !mentions(target, name))
          .map(
              target -> name + " is exported to " + target + ", which does not use it; remove that")
          .forEach(offences::add);
    });
    table.keySet().stream()
        .filter(name -> !exported.containsKey(name))
        .map(name -> name + " is not exported; remove its entry from INTERNALS")
        .forEach(offences::add);
    return offences;
  }

  private boolean mentions(String module, String name) {
    var root = directories.getOrDefault(module, "");
    return Stream.of(root, root.replace("/main/", "/test/"))
        .anyMatch(directory -> mentioned.getOrDefault(directory, Set.of()).contains(name));
  }

  private static void addInternal(
      ExpressionTree name,
      @Nullable List<? extends ExpressionTree> targets,
      Map<String, Set<String>> exported) {
    if (List.of(name.toString().split("\\.")).contains("internal")) {
      var all = exported.computeIfAbsent(name.toString(), key -> new TreeSet<>());
      if (targets != null) {
        targets.forEach(target -> all.add(target.toString()));
      }
    }
  }

  /** Finds types in {@code spi} packages that are not interfaces, enums or exceptions. */
  static Stream<String> spiTypes(Source source) {
    var name = source.unit().getPackageName();
    if (name == null
        || !name.toString().endsWith(".spi")
        || !source.path().contains("src/main/java/")) {
      return Stream.empty();
    }
    return source.types().stream()
        .filter(Source.Type::topLevel)
        .filter(type -> !isOfSpi(type.tree()))
        .map(type -> type.name() + ": an spi package holds only interfaces, enums and exceptions");
  }

  private static boolean isOfSpi(ClassTree type) {
    return switch (type.getKind()) {
      case INTERFACE, ANNOTATION_TYPE, ENUM -> true;
      default ->
          type.getKind() == Kind.CLASS
              && type.getExtendsClause() != null
              && type.getExtendsClause().toString().matches(".*(Exception|Error)");
    };
  }
}
