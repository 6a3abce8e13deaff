package switchboard.examples;

import java.util.List;

/**
 * An example program: its name, its description, the class with its source, and the code to run.
 *
 * @param name the name on the command line: lower case, with dashes
 * @param about a description of one line
 * @param type the class whose source is shown
 * @param program the code to run
 */
record Example(String name, String about, Class<?> type, Program program) {

  /** The code of an example. */
  @FunctionalInterface
  interface Program {

    /**
     * Runs the example on the calling thread. Blocks until the example is finished.
     *
     * @param arguments the arguments after the name of the example
     */
    void run(List<String> arguments, Streams streams) throws Exception;
  }
}
