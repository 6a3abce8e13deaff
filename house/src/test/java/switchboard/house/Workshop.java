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
 * A small copy of the project in a temporary directory, with fake JDKs and a fake Maven that are
 * short shell scripts. Tests of the real scripts use it, so that they take milliseconds and find
 * only these JDKs.
 */
record Workshop(Path root, Path jdks, Path tools) {
  private static final List<String> SCRIPTS =
      List.of("switchboard", "check", "build/jdk.sh", "build/locale.sh", "build/reviewed-warnings");

  /** Creates a project with the scripts, one source file and an old Java on the PATH. */
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

  /** Installs a JDK whose {@code java} runs the given shell code. */
  Path jdk(String name, String version, String java) throws IOException {
    var home = jdks.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), java);
    script(home.resolve("bin/javac"), "exit 99");
    return home;
  }

  /** Installs a Maven that runs the given shell code. */
  void maven(String body) throws IOException {
    script(tools.resolve("mvn"), body);
  }

  void write(String name, String text) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, UTF_8);
  }

  /** Returns the environment of a script, in which it finds only the given JDKs. */
  Map<String, String> environment(Path... homes) {
    var environment = new HashMap<String, String>();
    environment.put("PATH", tools + ":" + System.getenv("PATH"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.put(
        "SWITCHBOARD_JDKS", String.join(":", Stream.of(homes).map(Path::toString).toList()));
    return environment;
  }

  /** Runs a script of this project, with another directory as working directory. */
  Forked run(Map<String, String> environment, String script, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(root.resolve(script).toString());
    command.addAll(List.of(arguments));
    return Forked.run(jdks, environment, command);
  }

  /** Writes an executable shell script. */
  static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n", UTF_8);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make executable: " + file);
    }
  }
}
