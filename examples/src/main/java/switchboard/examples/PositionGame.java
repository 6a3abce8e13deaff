package switchboard.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import switchboard.net.Endpoint;

/**
 * A game: players say twenty times a second where they are, the server tells everybody the state of
 * the world as often. The same game over UDP and over TCP, by the same lossy network.
 *
 * <p>Notice what to do about a position that is lost: nothing. The next one is newer. TCP can't
 * know that, sends the old one again, and keeps all newer ones back until it has arrived.
 *
 * <p>The parts, each a file: {@code Position} is what travels, {@code World} the server's
 * knowledge, {@code Player} a player's; {@code SimulatedGame} plays over {@code LossyWay}s in
 * simulated time, {@code RealGame} over sockets; {@code Ages} are the figures, {@code AgePlot}
 * draws them.
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
        "%d players for %d s, on the way for %d to %d ms in each direction%n",
        SimulatedGame.PLAYERS,
        SimulatedGame.MILLIS / 1000,
        LossyWay.LATENCY_LEAST_MILLIS,
        LossyWay.LATENCY_MOST_MILLIS);
    out.println("how old is what a player sees of another, in ms:");
    out.println("loss  over   median   99th percentile   worst");
    for (double loss : LOSSES) {
      for (boolean tcp : new boolean[] {false, true}) {
        out.printf(
            "%3d %%  %s%s%n",
            Math.round(loss * 100), name(tcp), SimulatedGame.over(tcp, loss).figures());
      }
    }
    out.println("as a plot: switchboard example position-game position-game.svg");
  }

  private static void draw(Path file, PrintStream out) throws IOException {
    try {
      Files.writeString(file, AgePlot.svg());
    } catch (NoSuchFileException missing) {
      throw new IOException("there is no directory for " + file, missing);
    }
    out.println("the plot is in " + file);
  }

  /** For real, over this machine's own sockets, which lose nothing. */
  private static void play(Endpoint endpoint, Streams streams) throws Exception {
    boolean tcp = !endpoint.scheme().equals("udp");
    var game = new RealGame(RealGame.MILLIS);
    var ages = tcp ? game.overTcp(endpoint, streams) : game.overUdp(endpoint, streams);
    streams.out().println("      over   median   99th percentile   worst, in ms");
    streams.out().println("      " + name(tcp) + ages.figures());
  }

  static String name(boolean tcp) {
    return tcp ? "TCP" : "UDP";
  }
}
