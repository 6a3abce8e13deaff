package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/** One run of an example: its exit status and the lines it printed, both streams in one. */
record Played(int status, List<String> lines) {

  static Played run(String name, String... arguments) {
    var printed = new ByteArrayOutputStream();
    var out = new PrintStream(printed, true, UTF_8);
    var streams = new Streams(InputStream.nullInputStream(), out, out);
    int status = Examples.run(name, List.of(arguments), streams);
    return new Played(status, printed.toString(UTF_8).lines().toList());
  }

  /** The lines, with every number that differs from machine to machine as N. */
  List<String> normal() {
    return lines.stream().map(Played::normal).toList();
  }

  /** Ports and large numbers are not facts. */
  static String normal(String line) {
    return line.replaceAll("\\d{4,}", "N");
  }
}
