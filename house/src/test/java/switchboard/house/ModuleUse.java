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
 * Whether what descriptors and poms ask for is used, and who may use what is internal. Every module
 * is known by its descriptor; its sources are those below the same directory.
 */
final class ModuleUse {
  /**
   * Modules that may use the internal packages of another one. This table is policy: the types of
   * an internal package have no promise, so each entry is a debt.
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

  /** The package, or its beginning, of each module that is neither ours nor the JDK's. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "HdrHistogram", "org.HdrHistogram",
          "com.fasterxml.jackson.jr.ob", "com.fasterxml.jackson.jr.ob",
          "info.picocli", "picocli",
          "org.apache.httpcomponents.core5.httpcore5", "org.apache.hc.core5",
          "org.jline.reader", "org.jline",
          "org.jspecify", "org.jspecify",
          "org.junit.jupiter.api", "org.junit.jupiter.api");

  /** Modules that are required for what no source can import, with the reason. */
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

  /** The directory of sources that a file is below, such as {@code cli/src/main/java/}. */
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
        return null; // the names of packages here are no use of them
      }
    }.scan(source.unit(), null);
  }

  /** Modules that a descriptor requires although no source of its module mentions their types. */
  Stream<String> deadRequires() {
    return Modules.required(descriptors).stream()
        .filter(edge -> packages.containsKey(directories.get(edge.from()))) // no umbrella
        .filter(edge -> UNSEEN.containsKey(edge) == uses(edge.from(), edge.to(), false))
        .map(edge ->
            UNSEEN.containsKey(edge)
                ? "%s imports %s now: remove its entry".formatted(edge.from(), edge.to())
                : "%s requires %s, which no source imports".formatted(edge.from(), edge.to()));
  }

  /**
   * Dependencies of poms that the descriptor does not require, or, for tests, that no test imports.
   * What is found at run time, and engines, nobody imports.
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
            "%s: %s does not need %s (%s)"
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

  /** Differences between the table of internal packages and the descriptors. */
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
        offences.add(name + " is exported to everybody");
      }
      if (!targets.equals(table.getOrDefault(name, Set.of()))) {
        offences.add(
            name + " is exported to " + targets + ", and the table says " + table.get(name));
      }
      targets.stream()
          .filter(target -> directories.containsKey(target) && !mentions(target, name))
          .map(target -> name + " is exported to " + target + ", which does not use it")
          .forEach(offences::add);
    });
    table.keySet().stream()
        .filter(name -> !exported.containsKey(name))
        .map(name -> name + " is in the table and not exported")
        .forEach(offences::add);
    return offences;
  }

  private boolean mentions(String module, String name) {
    var root = directories.getOrDefault(module, "");
    return Stream.of(root, root.replace("/main/", "/test/"))
        .anyMatch(place -> mentioned.getOrDefault(place, Set.of()).contains(name));
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

  /** Types in a package for providers that a provider cannot implement, choose or throw. */
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
        .map(type -> type.name() + " is not an interface, an enum or an exception");
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
