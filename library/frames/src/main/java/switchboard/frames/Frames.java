package switchboard.frames;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;

/**
 * A connection that speaks in messages. Belongs to one thread for each direction; blocks, fails and
 * ends by deadlines as the connection's source and sink do.
 *
 * @param <F> a message
 */
public final class Frames<F> {
  private final Connection connection;
  private final Codec<F> codec;

  /** Messages of {@code codec} over {@code connection}, which stays with its owner. */
  public Frames(Connection connection, Codec<F> codec) {
    this.connection = connection;
    this.codec = codec;
  }

  /** What to do with one message. */
  @FunctionalInterface
  public interface Handler<F> {

    /** May throw what it likes; that ends {@link Frames#forEach}. */
    void handle(F frame) throws Exception;
  }

  /**
   * Blocks until a message has come.
   *
   * @return null when the peer has ended the stream between messages
   * @throws IOException as {@link Codec#read}
   */
  public @Nullable F receive() throws IOException {
    return codec.read(connection.source());
  }

  /**
   * Sends one message, behind what is in the sink; blocks until the kernel has accepted it. A send
   * that is cut before the first byte went out has kept nothing of it, and may be repeated.
   *
   * @throws IllegalArgumentException when the codec can't express it; nothing was sent
   */
  public void send(F frame) throws IOException {
    byte[] encoded = codec.encode(frame);
    connection.sink().flush();
    connection.write(ByteBuffer.wrap(encoded));
  }

  /** Hands each message to {@code handler} until the stream ends. */
  public void forEach(Handler<? super F> handler) throws Exception {
    for (F frame = receive(); frame != null; frame = receive()) {
      handler.handle(frame);
    }
  }
}
