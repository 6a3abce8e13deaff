package switchboard.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;

/** A command of {@code switchboard}. Its specification is built without reflection, for speed. */
public interface Command {
  /** Returns the name, options and help of this command. */
  CommandSpec specification();

  /**
   * Runs this command on the calling thread. Blocks until it ends.
   *
   * @return the exit status
   * @throws Exception if the command fails; {@link Failures} turns it into a message and a status
   */
  int run(ParseResult parsed, Environment environment, Console console) throws Exception;
}
