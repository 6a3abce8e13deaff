package switchboard.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * The class path of the tests as programs have it: in jars, which stay open, so that a class can be
 * loaded when there is no descriptor for its file.
 */
final class Jars {
  private Jars() {}

  /** The class path, its directories packed into jars under {@code directory}. */
  static String classPath(Path directory) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = directory.resolve(jars.size() + ".jar");
        pack(path, jar);
        jars.add(jar.toString());
      } else {
        jars.add(entry);
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static void pack(Path root, Path jar) throws IOException {
    try (var packed = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        packed.putNextEntry(new ZipEntry(root.relativize(file).toString()));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }
  }
}
