package switchboard.examples;

import java.nio.file.Path;
import java.util.Locale;
import switchboard.net.Network;

/** The other process of {@link BetweenProcesses}: it shouts back whatever it is told. */
final class Neighbour {
  private Neighbour() {}

  /**
   * Talks wherever it is told to, one place after the other.
   *
   * @param places endpoints, and last a file whose memory is shared
   */
  public static void main(String... places) throws Exception {
    int last = places.length - 1;
    for (int i = 0; i < last; i++) {
      try (var caller = Network.system().connect(places[i])) {
        var source = caller.source();
        for (String line = source.readLine(100); line != null; line = source.readLine(100)) {
          caller.sink().writeLine(shout(line)).flush();
        }
      }
    }
    var memory = SharedMemory.in(Path.of(places[last]));
    var parent = ProcessHandle.current().parent().orElseThrow();
    memory.say(shout(memory.hear(SharedMemory.THEIRS, parent::isAlive)), SharedMemory.OURS);
  }

  private static String shout(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
