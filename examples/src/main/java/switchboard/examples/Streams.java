package switchboard.examples;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Standard input, output and error of an example.
 *
 * @param in the input of the example
 * @param out the results of the example
 * @param err errors and status messages, such as the endpoint on which the example listens
 */
public record Streams(InputStream in, PrintStream out, PrintStream err) {

  /** {@return the standard streams of this process} */
  public static Streams ofProcess() {
    return new Streams(System.in, System.out, System.err);
  }
}
