package switchboard.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import switchboard.net.Address;

/**
 * A minute of the {@link PositionGame} in simulated time. The simulation runs on one thread, and
 * its clock is a number. Therefore, the simulation takes only milliseconds, and each run has the
 * same results.
 *
 * @param up for each player, the simulated network from the player to the server
 * @param down for each player, the simulated network from the server to the player
 */
record SimulatedGame(List<Way> up, List<Way> down) {
  static final int PLAYERS = 8;
  static final int MILLIS = 60_000;
  static final int TICK_MILLIS = 50;

  /**
   * Plays over a simulated network that loses the share {@code loss} of the messages. Uses TCP if
   * {@code tcp} is true, otherwise UDP.
   */
  static Ages over(boolean tcp, double loss) throws IOException {
    IntFunction<Way> way = seed -> new LossyWay(seed, loss, tcp);
    var ups = new ArrayList<Way>();
    var downs = new ArrayList<Way>();
    for (int i = 0; i < PLAYERS; i++) {
      ups.add(way.apply(2 * i));
      downs.add(way.apply(2 * i + 1));
    }
    return new SimulatedGame(ups, downs).play();
  }

  Ages play() throws IOException {
    var ages = new Ages();
    var world = new World();
    var players = new ArrayList<Player>();
    for (int id = 0; id < PLAYERS; id++) {
      players.add(new Player(id));
    }
    for (long now = 0; now < MILLIS; now++) {
      for (int id = 0; id < PLAYERS; id++) {
        for (byte[] said = up.get(id).poll(now); said != null; said = up.get(id).poll(now)) {
          world.hear(ByteBuffer.wrap(said), Address.loopback(id + 1), now);
        }
      }
      if (now % TICK_MILLIS == 0) {
        byte[] state = world.state(now);
        for (Way each : down) {
          each.send(state, now);
        }
      }
      for (int id = 0; id < PLAYERS; id++) {
        play(players.get(id), id, now, ages);
      }
    }
    return ages;
  }

  private void play(Player player, int id, long now, Ages ages) throws IOException {
    for (byte[] state = down.get(id).poll(now); state != null; state = down.get(id).poll(now)) {
      player.hear(ByteBuffer.wrap(state));
    }
    if (now == player.nextMillis()) {
      player.look(now, ages);
      up.get(id).send(player.step(), now);
    }
  }
}
