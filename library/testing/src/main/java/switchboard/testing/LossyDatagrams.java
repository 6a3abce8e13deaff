package switchboard.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Interest;
import switchboard.net.LiveOptions;
import switchboard.net.Selectable.Watch;
import switchboard.net.Ticker;
import switchboard.net.spi.DatagramHandle;

/**
 * A datagram socket on a lossy network, on top of another engine's: what comes in is lost, doubled
 * or late, so that one message overtakes another. Any thread.
 */
final class LossyDatagrams implements DatagramHandle {
  private static final int BYTES_MAX = 65_535;

  private final DatagramHandle below;
  private final Chance chance;
  private final Arrivals<Message> arrivals;
  private final ByteBuffer content = ByteBuffer.allocate(BYTES_MAX); // guarded by this

  private record Message(Address sender, ByteBuffer content) {}

  LossyDatagrams(DatagramHandle below, Chance chance) {
    this.below = below;
    this.chance = chance;
    this.arrivals = new Arrivals<>(below);
  }

  @Override
  public Address receive(ByteBuffer target) throws IOException {
    while (true) {
      Address sender = tryReceive(target);
      if (sender != null) {
        return sender;
      }
      arrivals.await();
    }
  }

  @Override
  public @Nullable Address tryReceive(ByteBuffer target) throws IOException {
    takeIn();
    Message message = arrivals.poll();
    if (message == null) {
      return null;
    }
    ByteBuffer said = message.content;
    target.put(said.slice(0, Math.min(said.limit(), target.remaining())));
    return message.sender;
  }

  /** Decides for each message that has come what becomes of it. */
  private synchronized void takeIn() throws IOException {
    for (Address sender = below.tryReceive(content.clear());
        sender != null;
        sender = below.tryReceive(content.clear())) {
      if (!chance.strikes(Faults.Kind.DATAGRAM_LOSS)) {
        var copy = ByteBuffer.allocate(content.flip().remaining()).put(content).flip();
        add(new Message(sender, copy));
        if (chance.strikes(Faults.Kind.DATAGRAM_DOUBLING)) {
          add(new Message(sender, copy.duplicate()));
        }
      }
    }
  }

  private void add(Message message) {
    arrivals.add(message, Ticker.current().nanos() + chance.latencyNanos());
  }

  private boolean canReceive() throws IOException {
    takeIn();
    return arrivals.peek() != null;
  }

  @Override
  public void send(ByteBuffer source, @Nullable Address target) throws IOException {
    below.send(source, target);
  }

  @Override
  public boolean trySend(ByteBuffer source, @Nullable Address target) throws IOException {
    return below.trySend(source, target);
  }

  @Override
  public Joined join(Address.Inet group, String interfaceName) throws IOException {
    return below.join(group, interfaceName);
  }

  @Override
  public Watch onReady(Interest interest, Runnable wake) {
    return interest == Interest.WRITE
        ? below.onReady(interest, wake)
        : arrivals.onReady(this::canReceive, wake);
  }

  @Override
  public LiveOptions options() {
    return below.options();
  }

  @Override
  public Address local() {
    return below.local();
  }

  @Override
  public void close() throws IOException {
    below.close();
  }
}
