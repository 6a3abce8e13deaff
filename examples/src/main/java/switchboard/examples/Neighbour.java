package switchboard.examples;

import java.nio.file.Path;
import java.util.Locale;
import switchboard.net.Network;

/**
 * The program that {@link BetweenProcesses} starts as a second process. It answers each message
 * with the same text in upper case.
 */
final class Neighbour {
  private Neighbour() {}

  /**
   * Connects to each endpoint, one after the other, and answers the messages that arrive over the
   * connection. Then answers a message in shared memory.
   *
   * @param arguments the endpoints, and as the last argument the file of the shared memory
   */
  public static void main(String... arguments) throws Exception {
    int last = arguments.length - 1;
    for (int i = 0; i < last; i++) {
      try (var caller = Network.system().connect(arguments[i])) {
        var source = caller.source();
        for (String line = source.readLine(100); line != null; line = source.readLine(100)) {
          caller.sink().writeLine(upperCase(line)).flush();
        }
      }
    }
    var memory = SharedMemory.in(Path.of(arguments[last]));
    var parent = ProcessHandle.current().parent().orElseThrow();
    memory.write(upperCase(memory.read(SharedMemory.THEIRS, parent::isAlive)), SharedMemory.OURS);
  }

  private static String upperCase(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
