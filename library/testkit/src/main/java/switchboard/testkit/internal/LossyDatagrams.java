package switchboard.testkit.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Datagrams;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.Ticker;
import switchboard.net.spi.DatagramHandle;

/**
 * Simulates a lossy network for a datagram socket of another engine. Received datagrams may be
 * lost, duplicated or delayed, and a delayed datagram may be overtaken by a later one. Safe for use
 * by several threads.
 */
public final class LossyDatagrams implements DatagramHandle {
  private static final int BYTES_MAX = 65_535;

  private final DatagramHandle below;
  private final FaultDice chance;
  private final DelayedArrivals<Message> arrivals;
  private final ByteBuffer content = ByteBuffer.allocate(BYTES_MAX); // guarded by this

  private record Message(Datagrams.Envelope envelope, ByteBuffer content) {}

  public LossyDatagrams(DatagramHandle below, FaultDice chance) {
    this.below = below;
    this.chance = chance;
    this.arrivals = new DelayedArrivals<>(below);
  }

  @Override
  public Address receive(ByteBuffer target) throws IOException {
    return receiveEnvelope(target).source();
  }

  @Override
  public @Nullable Address tryReceive(ByteBuffer target) throws IOException {
    Datagrams.Envelope received = tryReceiveEnvelope(target);
    return received == null ? null : received.source();
  }

  @Override
  public Datagrams.Envelope receiveEnvelope(ByteBuffer target) throws IOException {
    while (true) {
      Datagrams.Envelope received = tryReceiveEnvelope(target);
      if (received != null) {
        return received;
      }
      arrivals.await();
    }
  }

  @Override
  public Datagrams.@Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException {
    takeIn();
    Message message = arrivals.poll();
    if (message == null) {
      return null;
    }
    ByteBuffer bytes = message.content;
    target.put(bytes.slice(0, Math.min(bytes.limit(), target.remaining())));
    return message.envelope;
  }

  /**
   * Receives the datagrams that have arrived, and decides which are lost, duplicated or delayed.
   */
  private synchronized void takeIn() throws IOException {
    for (Datagrams.Envelope received = below.tryReceiveEnvelope(content.clear());
        received != null;
        received = below.tryReceiveEnvelope(content.clear())) {
      if (!chance.strikes(FaultPlan.Kind.DATAGRAM_LOSS)) {
        var copy = ByteBuffer.allocate(content.flip().remaining()).put(content).flip();
        add(new Message(received, copy));
        if (chance.strikes(FaultPlan.Kind.DATAGRAM_DOUBLING)) {
          add(new Message(received, copy.duplicate()));
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
  public void sendFrom(ByteBuffer source, Address target, Address from) throws IOException {
    below.sendFrom(source, target, from);
  }

  @Override
  public boolean trySendFrom(ByteBuffer source, Address target, Address from) throws IOException {
    return below.trySendFrom(source, target, from);
  }

  @Override
  public Joined join(Address.Inet group, String interfaceName) throws IOException {
    return below.join(group, interfaceName);
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return interest == Interest.WRITE
        ? below.onReady(interest, wake)
        : arrivals.onReady(this::canReceive, wake);
  }

  @Override
  public ConnectionOptions options() {
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
