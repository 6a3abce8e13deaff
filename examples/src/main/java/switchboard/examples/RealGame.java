package switchboard.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import switchboard.frames.Codec;
import switchboard.frames.Fanout;
import switchboard.frames.FramedConnection;
import switchboard.frames.Size;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.DatagramServer;
import switchboard.server.Server;

/**
 * Some seconds of the {@link PositionGame} over sockets of this machine, with UDP or TCP. Each
 * player has a thread. The thread receives until the next position of the player is due, and then
 * sends this position.
 */
final class RealGame {
  private static final int PLAYERS = 4;
  static final int MILLIS = 3_000;
  private static final Codec<byte[]> FRAMES =
      Codec.lengthPrefixed().prefixBytes(2).max(2, Size.KIB);

  private final World world = new World();
  private final Ages ages = new Ages();
  private final int millis;
  private volatile long startNanos = System.nanoTime();

  RealGame(int millis) {
    this.millis = millis;
  }

  private interface Listening {
    void listen() throws IOException;
  }

  private interface Sending {
    void send(byte[] message) throws IOException;
  }

  Ages overUdp(Endpoint endpoint, Streams streams) throws Exception {
    try (var server =
        DatagramServer.builder(
                message -> world.hear(message.content(), message.sender(), nowMillis()))
            .listen(endpoint)
            .start()) {
      streams.err().println("listening on " + server.endpoint());
      Sending toAll =
          state -> {
            for (var each : world.players()) {
              server.send(ByteBuffer.wrap(state), each);
            }
          };
      return play(id -> playOverUdp(id, server.endpoint()), server::awaitStop, toAll);
    }
  }

  private void playOverUdp(int id, Endpoint endpoint) throws IOException {
    var state = ByteBuffer.allocate(2048);
    try (var socket = Network.system().connectDatagrams(endpoint, Options.none())) {
      var player = new Player(id);
      Listening listening =
          () -> {
            socket.receive(state.clear());
            player.hear(state.flip());
          };
      play(player, listening, step -> socket.send(ByteBuffer.wrap(step)));
    }
  }

  Ages overTcp(Endpoint endpoint, Streams streams) throws Exception {
    var room = new Fanout<>(FRAMES);
    try (var server =
        Server.builder(
                caller -> {
                  try (var _ = room.subscribe(caller)) {
                    new FramedConnection<>(caller, FRAMES)
                        .forEach(said ->
                            world.hear(ByteBuffer.wrap(said), caller.remote(), nowMillis()));
                  }
                })
            .listen(endpoint)
            .start()) {
      streams.err().println("listening on " + server.endpoint());
      return play(id -> playOverTcp(id, server.endpoint()), server::awaitStop, room::offer);
    }
  }

  private void playOverTcp(int id, Endpoint endpoint) throws IOException {
    try (var connection = Network.system().connect(endpoint)) {
      var player = new Player(id);
      var frames = new FramedConnection<>(connection, FRAMES);
      Listening listening =
          () -> {
            byte[] state = frames.receive();
            if (state == null) {
              throw new IOException("the server closed the connection");
            }
            player.hear(ByteBuffer.wrap(state));
          };
      play(player, listening, frames::send);
    }
  }

  private interface Playing {
    void play(int id) throws IOException;
  }

  /** Starts the players, and sends the state of the world at a fixed rate until they finish. */
  private Ages play(Playing playing, Listening serving, Sending toAll) throws Exception {
    startNanos = System.nanoTime(); // the server is ready now
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var players =
          IntStream.range(0, PLAYERS)
              .mapToObj(id ->
                  threads.submit(() -> {
                    playing.play(id);
                    return id;
                  }))
              .toList();
      for (long tick = 0; players.stream().anyMatch(each -> !each.isDone()); tick++) {
        listenUntil(tick * SimulatedGame.TICK_MILLIS, serving);
        toAll.send(world.state(nowMillis()));
      }
      for (var each : players) {
        each.get();
      }
    }
    return ages;
  }

  private void play(Player player, Listening listening, Sending sending) throws IOException {
    while (player.nextMillis() < millis) {
      listenUntil(player.nextMillis(), listening);
      player.look(nowMillis(), ages);
      sending.send(player.step());
    }
  }

  /**
   * Receives messages until the time {@code atMillis}, or for one millisecond if this time has
   * already passed.
   */
  private void listenUntil(long atMillis, Listening listening) throws IOException {
    try (var _ = Deadline.after(Duration.ofMillis(Math.max(1, atMillis - nowMillis())))) {
      while (true) {
        listening.listen();
      }
    } catch (DeadlineExceededException itIsTime) {
      return;
    }
  }

  private long nowMillis() {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }
}
