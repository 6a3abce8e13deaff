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

/**
 * A server that sends the same response to every request, and a client that fetches this response.
 */
final class Canned implements AutoCloseable, HttpClient.ResponseHandler {
  final LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final Network network;
  private final Server server;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable ResponseHeader head;
  private long said = Long.MIN_VALUE;

  /** Writes the response to a connection, for example in small pieces. */
  interface Manner {
    void write(Connection connection, byte[] words) throws IOException;
  }

  Canned(Network network, String words) throws IOException {
    this(network, words, (connection, bytes) -> connection.write(ByteBuffer.wrap(bytes)));
  }

  Canned(Network network, String words, Manner manner) throws IOException {
    this.network = network;
    this.server =
        Server.builder(connection -> answer(connection, words.getBytes(ISO_8859_1), manner))
            .network(network)
            .listen("127.0.0.1:0")
            .start();
  }

  private void answer(Connection connection, byte[] words, Manner manner) throws IOException {
    requests.add(
        String.join("\n", HeaderSectionReader.read(connection.source(), HeaderLimits.SERVER)));
    manner.write(connection, words);
  }

  HttpUrl address(String target) {
    return HttpUrl.parse(server.endpoint().toString() + target);
  }

  /** Fetches {@code /page}, and returns the body as text, with one character per byte. */
  String get() throws IOException {
    fetch(HttpRequest.get(address("/page")));
    return body();
  }

  long fetch(HttpRequest request) throws IOException {
    return new HttpClient(network, Duration.ofSeconds(20)).fetch(request, this);
  }

  String body() {
    return body.toString(ISO_8859_1);
  }

  @Nullable ResponseHeader head() {
    return head;
  }

  /** Returns the length of the body that the client has reported before it read the body. */
  long saidBytes() {
    return said;
  }

  @Override
  public void header(ResponseHeader came, long bytes) {
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
