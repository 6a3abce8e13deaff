package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.contracts.TestScope;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.testkit.Faults;
import switchboard.testkit.FaultyEngine;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/**
 * Plays the game over the lossy network of the test kit. Its ages must be similar to those that the
 * example simulates.
 */
@Tag("slow")
class LossyNetworkTest {
  private static final Endpoint TCP = Endpoint.tcp("127.0.0.1", 0);
  private static final Endpoint UDP = Endpoint.udp("127.0.0.1", 0);

  private final ManualTicker ticker = new ManualTicker();

  @AutoClose private final TestScope scope = new TestScope();

  private static Network lossy(double loss) {
    var faults =
        Faults.seeded(20261120)
            .latency(
                Duration.ofMillis(LossyWay.LATENCY_LEAST_MILLIS),
                Duration.ofMillis(LossyWay.LATENCY_MOST_MILLIS))
            .datagramLoss(loss)
            .datagramDoubling(LossyWay.DOUBLED)
            .segmentLoss(loss, Duration.ofMillis(LossyWay.REPAIR_MILLIS));
    return Network.over(new FaultyEngine(new MemoryEngine(), faults));
  }

  /** Advances the clock of the network to the time of the simulation. */
  private void turnTo(long nowMillis) {
    ticker.advance(Duration.ofMillis(nowMillis).minusNanos(ticker.nanos()));
  }

  /** Carries messages from one datagram socket to another. */
  private final class DatagramWay implements Way {
    private final Datagrams from;
    private final Datagrams to;
    private final ByteBuffer received = ByteBuffer.allocate(2_048);

    DatagramWay(Datagrams from, Datagrams to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void send(byte[] message, long nowMillis) throws IOException {
      turnTo(nowMillis);
      from.send(ByteBuffer.wrap(message), to.local());
    }

    @Override
    public byte @Nullable [] poll(long nowMillis) throws IOException {
      turnTo(nowMillis);
      Address sender = to.tryReceive(received.clear());
      if (sender == null) {
        return null;
      }
      assertEquals(from.local(), sender);
      byte[] message = new byte[received.flip().remaining()];
      received.get(message);
      return message;
    }
  }

  /** Carries messages with a length prefix from one end of a connection to the other. */
  private final class StreamWay implements Way {
    private final Connection from;
    private final Connection to;
    private final ByteBuffer received = ByteBuffer.allocate(65_536);

    StreamWay(Connection from, Connection to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void send(byte[] message, long nowMillis) throws IOException {
      turnTo(nowMillis);
      var frame = ByteBuffer.allocate(2 + message.length);
      from.write(frame.putShort((short) message.length).put(message).flip());
    }

    @Override
    public byte @Nullable [] poll(long nowMillis) throws IOException {
      turnTo(nowMillis);
      to.tryRead(received);
      received.flip();
      try {
        if (received.remaining() < 2 || received.remaining() < 2 + received.getShort(0)) {
          return null;
        }
        byte[] message = new byte[received.getShort()];
        received.get(message);
        return message;
      } finally {
        received.compact();
      }
    }
  }

  private SimulatedGame overDatagrams(Network network) throws IOException {
    var ups = new ArrayList<Way>();
    var downs = new ArrayList<Way>();
    for (int id = 0; id < SimulatedGame.PLAYERS; id++) {
      Datagrams client = scope.add(network.bind(UDP, Options.none()));
      Datagrams server = scope.add(network.bind(UDP, Options.none()));
      ups.add(new DatagramWay(client, server));
      downs.add(new DatagramWay(server, client));
    }
    return new SimulatedGame(ups, downs);
  }

  private SimulatedGame overStreams(Network network) throws IOException {
    var ups = new ArrayList<Way>();
    var downs = new ArrayList<Way>();
    try (var listener = network.listen(TCP)) {
      for (int id = 0; id < SimulatedGame.PLAYERS; id++) {
        Connection client = scope.add(network.connect(listener.endpoint()));
        Connection server = scope.add(listener.accept());
        ups.add(new StreamWay(client, server));
        downs.add(new StreamWay(server, client));
      }
    }
    return new SimulatedGame(ups, downs);
  }

  private Ages played(boolean tcp, double loss) throws IOException {
    Network network = scope.add(lossy(loss));
    var game = tcp ? overStreams(network) : overDatagrams(network);
    var ages = new ArrayList<Ages>();
    ticker.run(() -> {
      try {
        ages.add(game.play());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    return ages.getFirst();
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 0", "false, 0.05", "true, 0.05"})
  void theLibrarysLossyNetworkGivesTheSamePicture(boolean tcp, double loss) throws IOException {
    Ages simulated = SimulatedGame.over(tcp, loss);
    Ages played = played(tcp, loss);
    for (double share : new double[] {0.5, 0.99}) {
      double expected = simulated.percentile(share);
      double found = played.percentile(share);
      assertTrue(
          found > 0.75 * expected && found < 1.35 * expected,
          () -> found + " ms over sockets in memory, but simulated " + expected);
    }
  }
}
