package switchboard.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.Server;

/** A server that answers every request with the same words, and the client that asks it. */
final class Canned implements AutoCloseable, PageClient.Receiver {
  final LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final Network network;
  private final Server server;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable ResponseHead head;
  private long said = Long.MIN_VALUE;

  /** How the words are written. */
  interface Manner {
    void write(Connection connection, byte[] words) throws IOException;
  }

  Canned(Network network, String words) throws IOException {
    this(network, words, (connection, bytes) -> connection.write(ByteBuffer.wrap(bytes)));
  }

  Canned(Network network, String words, Manner manner) throws IOException {
    this.network = network;
    this.server =
        Server.of(connection -> answer(connection, words.getBytes(ISO_8859_1), manner))
            .network(network)
            .on("127.0.0.1:0")
            .start();
  }

  private void answer(Connection connection, byte[] words, Manner manner) throws IOException {
    requests.add(String.join("\n", HeadText.read(connection.source(), HeadLimits.SERVER)));
    manner.write(connection, words);
  }

  PageAddress address(String target) {
    return PageAddress.parse(server.endpoint().toString() + target);
  }

  /** Fetches {@code /page}; the body as text, a character for each byte. */
  String get() throws IOException {
    fetch(PageRequest.get(address("/page")));
    return body();
  }

  long fetch(PageRequest request) throws IOException {
    return new PageClient(network, Duration.ofSeconds(20)).fetch(request, this);
  }

  String body() {
    return body.toString(ISO_8859_1);
  }

  @Nullable ResponseHead head() {
    return head;
  }

  /** How long the page was said to be. */
  long saidBytes() {
    return said;
  }

  @Override
  public void head(ResponseHead came, long bytes) {
    head = came;
    said = bytes;
  }

  @Override
  public void body(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    body.writeBytes(copy);
  }

  @Override
  public void close() {
    server.close();
  }
}
