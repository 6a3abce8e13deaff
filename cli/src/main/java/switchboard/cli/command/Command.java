package switchboard.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;

/** One word after {@code switchboard}. Its specification is built by hand: no reflection. */
public interface Command {
  /** How it is called, and what its help says. */
  CommandSpec specification();

  /**
   * Runs it on the calling thread until it is done.
   *
   * @return the exit status
   */
  int run(ParseResult parsed, Environment environment, Console console) throws Exception;
}
