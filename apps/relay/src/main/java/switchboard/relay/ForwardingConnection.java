package switchboard.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.PeerState;
import switchboard.net.Sink;
import switchboard.net.Source;

/** A connection as another one is seen: everything goes through, but for what is overridden. */
abstract class ForwardingConnection implements Connection {
  private final Connection below;
  private final Source source = Source.of(this);
  private final Sink sink = Sink.of(this);

  ForwardingConnection(Connection below) {
    this.below = below;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      awaitReadable();
      int count = tryRead(target);
      if (count != 0) {
        return count;
      }
    }
    return 0;
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    return below.tryRead(target);
  }

  @Override
  public void awaitReadable() throws IOException {
    below.awaitReadable();
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    below.write(bytes);
  }

  @Override
  public void write(ByteBuffer... sources) throws IOException {
    below.write(sources);
  }

  @Override
  public int tryWrite(ByteBuffer bytes) throws IOException {
    return below.tryWrite(bytes);
  }

  @Override
  public void shutdownOutput() throws IOException {
    below.shutdownOutput();
  }

  @Override
  public void shutdownInput() throws IOException {
    below.shutdownInput();
  }

  @Override
  public void close() {
    below.close();
  }

  @Override
  public void abort() {
    below.abort();
  }

  @Override
  public boolean isOpen() {
    return below.isOpen();
  }

  @Override
  public Address local() {
    return below.local();
  }

  @Override
  public Address remote() {
    return below.remote();
  }

  @Override
  public ConnectionOptions options() {
    return below.options();
  }

  @Override
  public PeerState peerState() {
    return below.peerState();
  }

  @Override
  public OptionalLong unacknowledgedBytes() throws IOException {
    return below.unacknowledgedBytes();
  }

  @Override
  public Registration onPeerHangup(Runnable wake) {
    return below.onPeerHangup(wake);
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return below.onReady(interest, wake);
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public Sink sink() {
    return sink;
  }

  @Override
  public String toString() {
    return below.toString();
  }
}
