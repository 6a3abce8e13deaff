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

  /** The lines, without what differs from machine to machine. */
  List<String> normal() {
    return lines.stream().map(Played::normal).toList();
  }

  /** Ports and large numbers are not facts, nor is the address of this machine. */
  static String normal(String line) {
    return line.replaceAll("\\b(?!127\\.0\\.0\\.1\\b)(\\d{1,3}\\.){3}\\d{1,3}\\b", "A.B.C.D")
        .replaceAll("\\d{4,}", "N");
  }
}
