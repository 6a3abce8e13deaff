package switchboard.examples;

import java.util.List;

/**
 * One example: what a person calls it, what it shows, and the class whose source is to be read.
 *
 * @param name lower case, with dashes
 * @param about one line
 * @param type the class it is written in
 * @param program what runs
 */
record Example(String name, String about, Class<?> type, Program program) {

  /** The body of an example, on the calling thread. */
  @FunctionalInterface
  interface Program {

    /** Runs it to its end, with the arguments that follow its name. */
    void run(List<String> arguments, Streams streams) throws Exception;
  }
}
