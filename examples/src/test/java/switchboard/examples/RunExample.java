package switchboard.examples;

import java.util.List;

/** Runs an example in a separate process, for tests that end an example by a signal. */
final class RunExample {
  private RunExample() {}

  public static void main(String... words) {
    var arguments = List.of(words).subList(1, words.length);
    System.exit(Examples.run(words[0], arguments, Streams.ofProcess()));
  }
}
