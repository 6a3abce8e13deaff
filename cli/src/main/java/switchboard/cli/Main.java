package switchboard.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import switchboard.net.Network;
import switchboard.net.spi.OpenFile;

/** The program that the launcher starts, on the main thread: reads the arguments and runs them. */
public final class Main {
  private Main() {}

  /**
   * Runs one command line and ends the process with its exit status.
   *
   * @param arguments as typed after {@code switchboard}
   */
  public static void main(String... arguments) {
    var voice =
        new Voice(
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            new OpenFile(1)::isReaderGone);
    int status = new Program(Surroundings.ofThisProcess(), voice).run(arguments);
    Network.closeSystem(); // or the JVM would wait for its threads
    System.exit(status);
  }
}
