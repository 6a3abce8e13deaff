package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the project, without build output. */
record Tree(Path root, List<Path> files) {
  private static final Set<String> EXCLUDED =
      Set.of(".git", ".run", "target", "__pycache__", ".idea", ".vscode", ".settings");

  /** Returns the project that is being built. The build passes its root as a system property. */
  static Tree ofProject() {
    return at(Path.of(System.getProperty("switchboard.root")));
  }

  static Tree at(Path root) {
    var files = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes about) {
              return EXCLUDED.contains(directory.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
              // In a linked work tree .git is a file.
              if (about.isRegularFile() && !file.getFileName().toString().equals(".git")) {
                files.add(root.relativize(file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    files.sort(null);
    return new Tree(root, List.copyOf(files));
  }

  /** Returns the files whose path, relative to the root and with slashes, is accepted. */
  List<Path> files(Predicate<String> accept) {
    return files.stream().filter(file -> accept.test(name(file))).toList();
  }

  List<Path> javaFiles() {
    return files(name -> name.endsWith(".java"));
  }

  /** Returns a relative path with slashes on every system. */
  static String name(Path file) {
    return file.toString().replace('\\', '/');
  }

  /** Returns the text of a file, or empty if it is not UTF-8. */
  Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(root.resolve(file), UTF_8));
    } catch (CharacterCodingException binary) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  long bytes(Path file) {
    try {
      return Files.size(root.resolve(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
