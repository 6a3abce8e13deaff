package switchboard.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;

/**
 * A command of {@code switchboard}. A command builds its picocli specification in code, because
 * annotations would need reflection, which would make the program start more slowly.
 */
public interface Command {
  /** Returns the name, options and help of this command. */
  CommandSpec specification();

  /**
   * Runs this command on the calling thread. Blocks until the command ends.
   *
   * @return the exit status
   * @throws Exception if the command fails; {@link Failures} turns the exception into a message and
   *     an exit status
   */
  int run(ParseResult parsed, Environment environment, Console console) throws Exception;
}
