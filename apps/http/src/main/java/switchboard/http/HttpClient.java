package switchboard.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import switchboard.http.HttpClient.ResponseHandler;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.LimitExceededException;
import switchboard.net.Network;
import switchboard.net.Source;

/**
 * An HTTP/1 client that fetches resources in bounded memory. It opens a new connection for each
 * request. Its methods block until the response has been received. Immutable and thread-safe.
 *
 * <pre>{@code
 * var client = new HttpClient(Network.system(), Duration.ofSeconds(10));
 * long bytes = client.fetch(HttpRequest.get(HttpUrl.parse("http://localhost:8000/")), handler);
 * }</pre>
 */
public final class HttpClient {
  private static final int PIECE_BYTES = 64 * 1024;
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final int INTERIM_MAX = 16;
  private static final byte[] HTTP = "HTTP/".getBytes(StandardCharsets.US_ASCII);

  private static final int HEADER_BYTES_MAX = 256 * 1024;

  private final Network network;
  private final Duration timeout;
  private final HeaderLimits limits;

  /** Receives the parts of a response, on the thread that called the client. */
  public interface ResponseHandler {
    /**
     * Receives the header section of the response.
     *
     * @param head the status line and the fields
     * @param bytes the length of the body; -1 if it is unknown
     * @throws IOException to end the fetch with this exception
     */
    void header(ResponseHeader head, long bytes) throws IOException;

    /**
     * Receives the header section of a redirect. After this call, the client follows the redirect
     * without reading its body. By default, this method does nothing.
     *
     * @param head the status line and the fields
     * @param next the URL that is requested next
     * @throws IOException to end the fetch with this exception
     */
    default void redirect(ResponseHeader head, HttpUrl next) throws IOException {}

    /**
     * Receives a piece of the body.
     *
     * @param bytes the piece; its content is valid only during this call
     * @throws IOException to end the fetch with this exception
     */
    void body(ByteBuffer bytes) throws IOException;
  }

  /**
   * Creates a client.
   *
   * @param network the network to connect with
   * @param timeout the timeout for connecting and receiving the header section together; after
   *     that, the same timeout applies separately to each wait for more bytes of the body
   */
  public HttpClient(Network network, Duration timeout) {
    this(network, timeout, HeaderLimits.client(HEADER_BYTES_MAX));
  }

  private HttpClient(Network network, Duration timeout, HeaderLimits limits) {
    this.network = network;
    this.timeout = timeout;
    this.limits = limits;
  }

  /**
   * Returns a copy of this client with this maximum length of a response header section (default:
   * 256 KiB). The maximum number of lines in the header section is one for each 512 bytes of {@code
   * bytes}, but at least 1,000.
   *
   * @param bytes the maximum length in bytes
   */
  public HttpClient withHeaderMax(int bytes) {
    return new HttpClient(network, timeout, HeaderLimits.client(bytes));
  }

  /**
   * Fetches a resource, and passes the response to a handler, whatever the status code of the
   * response is. Does not follow redirects.
   *
   * @param request the request to send
   * @param receiver the handler that receives the response
   * @return the length of the body in bytes
   * @throws BadResponseException if the response is incomplete or not valid
   * @throws LimitExceededException if the header section of the response exceeds the limit
   * @throws EOFException if the server closes the connection without a response
   * @throws switchboard.net.DeadlineExceededException if the timeout or a deadline of the thread
   *     expires
   * @throws IOException if connecting fails, another I/O error occurs, or the handler throws an
   *     {@code IOException}
   */
  public long fetch(HttpRequest request, ResponseHandler receiver) throws IOException {
    return fetch(request, receiver, Optional.empty());
  }

  /**
   * Fetches a resource as {@link #fetch(HttpRequest, ResponseHandler)} does, and follows redirects
   * to {@code http} URLs (RFC 9110 §15.4).
   *
   * @param request the request to send
   * @param receiver the handler that receives the redirects and the final response
   * @param redirectsMax the maximum number of redirects
   * @return the length in bytes of the body of the final response
   * @throws RedirectException if there are more redirects than {@code redirectsMax}, a redirect
   *     loop, or a redirect to another scheme than {@code http}
   * @throws IOException as for {@link #fetch(HttpRequest, ResponseHandler)}
   */
  public long fetch(HttpRequest request, ResponseHandler receiver, int redirectsMax)
      throws IOException {
    return fetch(request, receiver, Optional.of(new Redirects(request.address(), redirectsMax)));
  }

  private long fetch(HttpRequest first, ResponseHandler receiver, Optional<Redirects> redirects)
      throws IOException {
    HttpRequest request = first;
    while (true) {
      Endpoint endpoint = request.address().endpoint();
      try (var limit = Deadline.after(timeout);
          var server = network.connect(endpoint)) {
        server.sink().writeText(request.text()).flush();
        ResponseHeader head = head(server.source(), endpoint);
        long length = length(request, head);
        limit.resetAfter(FOREVER);
        Optional<HttpUrl> next =
            redirects.isEmpty() ? Optional.empty() : redirects.get().next(head);
        if (next.isEmpty()) {
          receiver.header(head, Math.max(length, -1));
          return readBody(new BodyReader(server, length), receiver, limit);
        }
        receiver.redirect(head, next.get());
        request = request.at(next.get());
      } catch (BadHeaderException e) {
        throw e.isTooLong()
            ? new LimitExceededException(String.valueOf(e.getMessage()))
            : new BadResponseException("invalid response: " + e.getMessage(), 0);
      }
    }
  }

  /**
   * Sends an HTTP/1.0 request and then shuts down the output. Passes all bytes that are received
   * until EOF, including the header section, to {@link ResponseHandler#body}. Use this method for
   * servers that do not respond before EOF of the request.
   *
   * @param address the URL to request
   * @param receiver the handler that receives the bytes
   * @return the number of received bytes
   * @throws EOFException if the server closes the connection without sending any byte
   * @throws IOException if connecting fails, another I/O error occurs, or the handler throws an
   *     {@code IOException}
   */
  public long exchange(HttpUrl address, ResponseHandler receiver) throws IOException {
    Endpoint endpoint = address.endpoint();
    try (var limit = Deadline.after(timeout);
        var server = network.connect(endpoint)) {
      server.sink().writeText(HttpRequest.get(address).http10().text()).shutdownOutput();
      if (server.source().exhausted()) {
        throw noAnswer(endpoint);
      }
      return readBody(new BodyReader(server, BodyLength.UNSAID), receiver, limit);
    }
  }

  /**
   * Reads the body, and passes it to the handler. The timeout limits the waiting time for bytes
   * from the server, but not the running time of the handler.
   */
  private long readBody(BodyReader body, ResponseHandler receiver, Deadline limit)
      throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    while (true) {
      limit.resetAfter(timeout);
      int count = body.read(piece);
      limit.resetAfter(FOREVER);
      if (count < 0) {
        return body.bytes();
      }
      receiver.body(ByteBuffer.wrap(piece, 0, count));
    }
  }

  /**
   * Returns the length of the body. Some responses have no body, although a field specifies a
   * length (RFC 9112 §6.3).
   */
  private static long length(HttpRequest request, ResponseHeader head) throws BadHeaderException {
    long specified = BodyLength.of(head.fields(), head.minorVersion());
    boolean bodiless = !request.wantsBody() || head.code() == 204 || head.code() == 304;
    return bodiless ? 0 : specified;
  }

  /** Reads the header section of the final response. Skips interim responses (RFC 9110 §15.2). */
  private ResponseHeader head(Source source, Endpoint endpoint) throws IOException {
    for (int interim = 0; interim < INTERIM_MAX; interim++) {
      if (source.exhausted()) {
        throw noAnswer(endpoint);
      }
      ResponseHeader head = anyHead(source, endpoint);
      if (head.code() == 101) {
        throw new BadHeaderException(400, "unrequested protocol switch (101)");
      }
      if (head.code() >= 200) {
        return head;
      }
    }
    throw new BadHeaderException(400, "too many interim responses");
  }

  /**
   * Reads a header section. If the connection is lost before its end, reports an incomplete
   * response.
   */
  private ResponseHeader anyHead(Source source, Endpoint endpoint) throws IOException {
    try {
      requireHttp(source);
      List<String> lines = HeaderSectionReader.read(source, limits);
      if (lines == null) {
        throw noAnswer(endpoint);
      }
      return HeaderSectionParser.response(lines);
    } catch (ConnectionLostException lost) {
      var broken =
          new BadResponseException("the connection was lost inside the response header section", 0);
      broken.initCause(lost);
      throw broken;
    }
  }

  /**
   * Throws an exception at the first byte that does not match {@code HTTP/}. Without this check,
   * the client could wait for more bytes while a server of another protocol waits for the client.
   */
  private static void requireHttp(Source source) throws IOException {
    for (int count = 1; count <= HTTP.length; count++) {
      source.request(count);
      byte[] received = source.peek(count);
      if (received.length < count || received[count - 1] != HTTP[count - 1]) {
        String beginning = new String(source.peek(40), StandardCharsets.ISO_8859_1);
        throw new BadHeaderException(
            400, "not HTTP, but begins with '" + ResponseHeader.shown(beginning) + "'");
      }
    }
  }

  private static EOFException noAnswer(Endpoint endpoint) {
    return new EOFException(endpoint + " closed the connection without a response");
  }
}
