package switchboard.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.net.Network;
import switchboard.net.internal.StandardDescriptor;

/** The entry point of the program {@code switchboard}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command line and ends the process with its exit status.
   *
   * @param arguments the arguments as typed after {@code switchboard}
   */
  public static void main(String... arguments) {
    var console =
        new Console(
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            new StandardDescriptor(1)::isReaderGone);
    int status = new Program(Environment.ofThisProcess(), console).run(arguments);
    Network.closeSystem(); // stops the threads of the system network
    System.exit(status);
  }
}
