package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page of docs/guides, as a reader follows it: a code block after a line with a file's name in
 * bold is that file, or a change of it; a console block is commands and what they print.
 */
record Guide(String name, String text) {
  private static final Pattern FILE =
      Pattern.compile(
          "^\\*\\*`([^`]+)`\\*\\*\n\n```(\\w+)\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern BLOCK =
      Pattern.compile("^```(console|sh)\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

  /** A command, and the lines that it prints on either stream. */
  record Step(String command, List<String> printed) {}

  static Guide of(String name) throws IOException {
    Path page = Tree.ofProject().root().resolve("docs/guides").resolve(name + ".md");
    return new Guide(name, Files.readString(page, UTF_8));
  }

  /** Writes the files of the guide into {@code directory}, and makes its changes there. */
  void writeFiles(Path directory) throws IOException {
    var blocks = FILE.matcher(text);
    while (blocks.find()) {
      Path file = directory.resolve(blocks.group(1));
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          blocks.group(2).equals("diff")
              ? changed(Files.readString(file, UTF_8), blocks.group(3))
              : blocks.group(3),
          UTF_8);
    }
  }

  /** Returns {@code content} with the lines of a diff added after the lines before them. */
  private String changed(String content, String diff) {
    var before = new StringBuilder();
    var after = new StringBuilder();
    for (String line : diff.lines().toList()) {
      if (!line.startsWith("+") && !line.startsWith(" ")) {
        throw new AssertionError(name + ".md: a diff can only add lines, not: " + line);
      }
      after.append(line.substring(1)).append('\n');
      if (!line.startsWith("+")) {
        before.append(line.substring(1)).append('\n');
      }
    }
    if (content.split(Pattern.quote(before.toString()), -1).length != 2) {
      throw new AssertionError(name + ".md changes lines that are not there once:\n" + before);
    }
    return content.replace(before, after);
  }

  /** Returns the commands of console blocks, in their order, with what they print. */
  List<Step> steps() {
    var steps = new ArrayList<Step>();
    for (String block : blocks("console")) {
      for (String line : block.lines().toList()) {
        if (line.startsWith("$ ")) {
          steps.add(new Step(line.substring(2), new ArrayList<>()));
        } else {
          steps.getLast().printed().add(line);
        }
      }
    }
    return steps;
  }

  /** Returns the texts of all blocks in a language. */
  List<String> blocks(String language) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }
}
