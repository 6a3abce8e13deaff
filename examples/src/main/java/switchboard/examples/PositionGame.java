package switchboard.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import switchboard.net.Endpoint;

/**
 * A game in which each player sends its position twenty times a second, and the server sends the
 * state of the world (all positions) to all players at the same rate. The example compares UDP and
 * TCP on the same lossy network.
 *
 * <p>Notice that the game does nothing about a lost position, because the next position is newer.
 * TCP does not know this: it retransmits the lost position, and holds back all newer positions
 * until the lost position has arrived.
 *
 * <p>The example has more source files. {@code Position} is the message, {@code World} is the state
 * of the server, and {@code Player} is the state of a player. {@code SimulatedGame} plays in
 * simulated time over a network of {@code LossyWay}s, and {@code RealGame} plays in real time over
 * sockets. {@code Ages} computes the results, and {@code AgePlot} draws them.
 */
final class PositionGame {
  static final double[] LOSSES = {0, 0.01, 0.05, 0.10};

  static void run(List<String> arguments, Streams streams) throws Exception {
    var out = streams.out();
    if (arguments.isEmpty()) {
      simulate(out);
    } else if (arguments.getFirst().endsWith(".svg")) {
      draw(Path.of(arguments.getFirst()), out);
    } else {
      play(Endpoint.parse(arguments.getFirst()), streams);
    }
  }

  private static void simulate(PrintStream out) throws IOException {
    out.printf(
        "%d players for %d s, latency %d to %d ms in each direction%n",
        SimulatedGame.PLAYERS,
        SimulatedGame.MILLIS / 1000,
        LossyWay.LATENCY_LEAST_MILLIS,
        LossyWay.LATENCY_MOST_MILLIS);
    out.println("age of the positions that players see of each other, in ms:");
    out.println("loss  proto  median   99th percentile     max");
    for (double loss : LOSSES) {
      for (boolean tcp : new boolean[] {false, true}) {
        out.printf(
            "%3d %%  %s%s%n",
            Math.round(loss * 100), name(tcp), SimulatedGame.over(tcp, loss).figures());
      }
    }
    out.println("for a plot: switchboard example position-game position-game.svg");
  }

  private static void draw(Path file, PrintStream out) throws IOException {
    try {
      Files.writeString(file, AgePlot.svg());
    } catch (NoSuchFileException missing) {
      throw new IOException("write " + file + ": No such file or directory", missing);
    }
    out.println("wrote " + file);
  }

  /** Plays in real time over loopback sockets of this machine, where no packet is lost. */
  private static void play(Endpoint endpoint, Streams streams) throws Exception {
    boolean tcp = !endpoint.scheme().equals("udp");
    var game = new RealGame(RealGame.MILLIS);
    var ages = tcp ? game.overTcp(endpoint, streams) : game.overUdp(endpoint, streams);
    streams.out().println("      proto  median   99th percentile     max, in ms");
    streams.out().println("      " + name(tcp) + ages.figures());
  }

  static String name(boolean tcp) {
    return tcp ? "TCP" : "UDP";
  }
}
