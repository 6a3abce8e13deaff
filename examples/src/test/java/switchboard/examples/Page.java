package switchboard.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown page, with its code blocks. */
record Page(Path file, String text) {
  static final Path ROOT = Path.of(System.getProperty("switchboard.root", ".."));

  private static final Pattern FENCED =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String PROMPT = "$ ./switchboard example";

  /** A command that a page shows, and the output of the command that the page shows. */
  record Session(List<String> words, List<String> lines) {}

  static Page of(String name) throws IOException {
    return new Page(Path.of(name), Files.readString(ROOT.resolve(name)));
  }

  /**
   * Returns the README and all pages in {@code docs}, without the pages in subdirectories of {@code
   * docs}.
   */
  static List<Page> all() throws IOException {
    var pages = new ArrayList<>(List.of(of("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".md")).sorted().toList()) {
        pages.add(of("docs/" + file.getFileName()));
      }
    }
    return pages;
  }

  /** Returns the contents of the fenced code blocks in {@code language}. */
  List<String> blocks(String language) {
    return FENCED
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** Returns the runs of {@code ./switchboard example} in the console blocks. */
  List<Session> sessions() {
    var sessions = new ArrayList<Session>();
    for (String block : blocks("console")) {
      var lines = block.lines().toList();
      if (lines.getFirst().startsWith(PROMPT)) {
        String typed = lines.getFirst().substring(PROMPT.length()).strip();
        var words = typed.isEmpty() ? List.<String>of() : List.of(typed.split(" "));
        sessions.add(new Session(words, lines.subList(1, lines.size())));
      }
    }
    return sessions;
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
