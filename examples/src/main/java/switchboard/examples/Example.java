package switchboard.examples;

import java.util.List;

/**
 * One example: its name, its description, its class and its code.
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
     * Runs on the calling thread until the example is finished.
     *
     * @param arguments the arguments after the name of the example
     */
    void run(List<String> arguments, Streams streams) throws Exception;
  }
}
