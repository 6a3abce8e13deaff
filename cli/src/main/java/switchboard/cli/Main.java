package switchboard.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The program that the launcher starts, on the main thread: reads the arguments and runs them. */
public final class Main {
  private Main() {}

  /**
   * Runs one command line and ends the process with its exit status.
   *
   * @param arguments as typed after {@code switchboard}
   */
  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  private static CommandLine commandLine() {
    var switchboard =
        CommandSpec.create()
            .name("switchboard")
            .version("switchboard 0.1.0-SNAPSHOT")
            .mixinStandardHelpOptions(true);
    switchboard.usageMessage().description("Sockets for modern Java, and the tools built on them.");
    return new CommandLine(switchboard);
  }
}
