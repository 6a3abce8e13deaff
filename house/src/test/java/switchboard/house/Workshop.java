package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A small copy of the tree in a scratch directory, with JDKs and a Maven that are a few lines of
 * shell each: for tests of the scripts, which so take milliseconds and see only these JDKs.
 */
record Workshop(Path root, Path jdks, Path tools) {
  private static final List<String> SCRIPTS =
      List.of("switchboard", "check", "build/jdk.sh", "build/locale.sh");

  /** A tree with the scripts, one source file and an old Java on the PATH. */
  static Workshop in(Path scratch) throws IOException {
    var workshop =
        new Workshop(
            scratch.resolve("the tree"), scratch.resolve("jdks"), scratch.resolve("tools"));
    var project = Tree.ofProject().root();
    for (var script : SCRIPTS) {
      var copy = workshop.root.resolve(script);
      Files.createDirectories(copy.getParent());
      Files.copy(project.resolve(script), copy);
    }
    for (var directory : List.of(".mvn", "library", "apps", "examples", "cli/src/main/java")) {
      Files.createDirectories(workshop.root.resolve(directory));
    }
    workshop.write("pom.xml", "<project />");
    workshop.write("cli/src/main/java/Main.java", "class Main {}");
    Files.createDirectories(workshop.tools);
    var old = workshop.jdk("default", "17.0.9", "exit 99");
    Files.createSymbolicLink(workshop.tools.resolve("java"), old.resolve("bin/java"));
    return workshop;
  }

  /** Installs a JDK; {@code java} is what its java does, in shell. */
  Path jdk(String name, String version, String java) throws IOException {
    var home = jdks.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), java);
    script(home.resolve("bin/javac"), "exit 99");
    return home;
  }

  /** Installs a Maven that does {@code body} in shell. */
  void maven(String body) throws IOException {
    script(tools.resolve("mvn"), body);
  }

  void write(String name, String text) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, UTF_8);
  }

  /** The environment of a script: the usual places are the JDKs of this workshop. */
  Map<String, String> environment(Path... usualPlaces) {
    var environment = new HashMap<String, String>();
    environment.put("PATH", tools + ":" + System.getenv("PATH"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.put(
        "SWITCHBOARD_JDKS", String.join(":", Stream.of(usualPlaces).map(Path::toString).toList()));
    return environment;
  }

  /** Runs a script of the tree, from another directory. */
  Forked run(Map<String, String> environment, String script, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(root.resolve(script).toString());
    command.addAll(List.of(arguments));
    return Forked.run(jdks, environment, command);
  }

  /** Writes a program in shell. */
  static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n", UTF_8);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make executable: " + file);
    }
  }
}
