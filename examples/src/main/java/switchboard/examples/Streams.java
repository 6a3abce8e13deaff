package switchboard.examples;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * The three streams that a program is born with: what an example reads and where it prints.
 *
 * @param in what it is told
 * @param out what it has found out
 * @param err what it says of itself, such as where it listens
 */
public record Streams(InputStream in, PrintStream out, PrintStream err) {

  /** Those of this process. */
  public static Streams ofProcess() {
    return new Streams(System.in, System.out, System.err);
  }
}
