package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Server;

/**
 * A relay between a sender and a receiver. It corrupts one byte of the stream, or ends the stream
 * at this byte with EOF or with a reset.
 */
final class Between implements AutoCloseable {
  private final Network network;
  private final Harm harm;
  private final Server server;
  private final long[] passed = new long[2];

  /** The kind of corruption. */
  enum Kind {
    NOTHING,
    FLIP,
    RESET,
    END
  }

  /**
   * One corruption of a stream.
   *
   * @param forward true for the bytes of the sender, false for those of the receiver
   * @param at the index of the byte at which the corruption happens, from 0
   * @param bit the index of the bit that is flipped
   */
  record Harm(Kind kind, boolean forward, long at, int bit) {
    static final Harm NONE = new Harm(Kind.NOTHING, true, 0, 0);
  }

  /** Listens at port 7001, and forwards to port 7000. */
  Between(Network network, Harm harm) throws IOException {
    this.network = network;
    this.harm = harm;
    this.server = Server.builder(this::serve).network(network).listen("127.0.0.1:7001").start();
  }

  /**
   * Returns the number of bytes that were forwarded in one direction. Must be called after close().
   */
  long passed(boolean forward) {
    return passed[forward ? 0 : 1];
  }

  private void serve(Connection caller) throws Exception {
    try (var called = network.connect(Endpoint.tcp("127.0.0.1", 7000))) {
      Thread back = Thread.ofVirtual().start(() -> pass(called, caller, false));
      pass(caller, called, true);
      back.join();
    }
  }

  private void pass(Connection from, Connection into, boolean forward) {
    var piece = ByteBuffer.allocate(512);
    long count = 0;
    boolean open = true;
    try {
      while (from.read(piece.clear()) >= 0) {
        int length = piece.flip().remaining();
        boolean here = harm.forward == forward && harm.at >= count && harm.at < count + length;
        if (open && here) {
          open = harm(piece, (int) (harm.at - count), from, into);
        } else if (open) {
          into.write(piece);
        }
        count += length;
      }
      if (open) {
        into.shutdownOutput();
      }
    } catch (IOException gone) {
      into.abort();
    }
    passed[forward ? 0 : 1] = count;
  }

  /** Returns false if the stream has been cut. */
  private boolean harm(ByteBuffer piece, int at, Connection from, Connection into)
      throws IOException {
    switch (harm.kind) {
      case FLIP -> piece.put(at, (byte) (piece.get(at) ^ (1 << harm.bit)));
      case RESET, END -> piece.limit(at);
      case NOTHING -> {}
    }
    into.write(piece);
    if (harm.kind == Kind.RESET) {
      from.abort();
      into.abort();
    } else if (harm.kind == Kind.END) {
      into.shutdownOutput();
    }
    return harm.kind == Kind.FLIP || harm.kind == Kind.NOTHING;
  }

  @Override
  public void close() {
    server.close();
  }
}
