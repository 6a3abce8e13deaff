package switchboard.benchmarks;

import java.nio.ByteBuffer;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Sink;
import switchboard.net.Source;

/**
 * A connection in memory whose reads return the same bytes again and again, and which discards all
 * bytes that are written.
 */
final class Tape implements Connection {
  private final byte[] bytes;
  private final Source source = Source.of(this);
  private final Sink sink = Sink.of(this);
  private int at;

  Tape(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read(ByteBuffer target) {
    int count = Math.min(bytes.length - at, target.remaining());
    target.put(bytes, at, count);
    at += count;
    at = at < bytes.length ? at : 0;
    return count;
  }

  @Override
  public int tryRead(ByteBuffer target) {
    return read(target);
  }

  @Override
  public void awaitReadable() {}

  @Override
  public void write(ByteBuffer from) {
    from.position(from.limit());
  }

  @Override
  public void write(ByteBuffer... sources) {
    for (ByteBuffer each : sources) {
      write(each);
    }
  }

  @Override
  public int tryWrite(ByteBuffer from) {
    int count = from.remaining();
    write(from);
    return count;
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void shutdownInput() {}

  @Override
  public void close() {}

  @Override
  public void abort() {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public Address local() {
    return new Address.Unix("tape");
  }

  @Override
  public Address remote() {
    return local();
  }

  @Override
  public ConnectionOptions options() {
    throw new UnsupportedOperationException();
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
  public Registration onReady(Interest interest, Runnable wake) {
    throw new UnsupportedOperationException();
  }
}
