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
 * An HTTP/1 client that fetches resources in bounded memory, with one connection for each request.
 * Immutable and thread-safe; calls block.
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

  /** Receives a response, on the thread that fetches it. */
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
     * Receives the header section of a redirect that will be followed. Its body is not read. Does
     * nothing by default.
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
   * @param timeout the timeout for the connect and the header section together, and then for each
   *     further piece of the body
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
   * Returns a copy with this limit for the header section of a response (default: 256 KiB). It also
   * limits the number of lines: to one for each 512 bytes, and at least 1,000.
   *
   * @param bytes the maximum length in bytes
   */
  public HttpClient withHeaderMax(int bytes) {
    return new HttpClient(network, timeout, HeaderLimits.client(bytes));
  }

  /**
   * Fetches a resource and passes the response to a handler, for any status code. Does not follow
   * redirects.
   *
   * @param request the request to send
   * @param receiver receives the response
   * @return the length of the body in bytes
   * @throws BadResponseException if a part of a response was received, but not a complete and valid
   *     one
   * @throws LimitExceededException if the header section exceeds the limit
   * @throws EOFException if the server closes the connection without a response
   * @throws switchboard.net.DeadlineExceededException if the timeout or a deadline of the thread
   *     expires
   * @throws IOException if connecting fails, another I/O error occurs, or the handler throws it
   */
  public long fetch(HttpRequest request, ResponseHandler receiver) throws IOException {
    return fetch(request, receiver, Optional.empty());
  }

  /**
   * Fetches a resource as {@link #fetch(HttpRequest, ResponseHandler)} does, and follows redirects
   * to {@code http} URLs (RFC 9110 §15.4).
   *
   * @param request the request to send
   * @param receiver receives the redirects and the final response
   * @param redirectsMax the maximum number of redirects
   * @return the length of the final body in bytes
   * @throws RedirectException if there are more redirects, a loop, or one to another scheme
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
   * Sends an HTTP/1.0 request, shuts the output down, and passes all received bytes to {@link
   * ResponseHandler#body} until EOF, including the header section. For servers that read a request
   * until EOF.
   *
   * @param address the URL to request
   * @param receiver receives the bytes
   * @return the number of received bytes
   * @throws EOFException if there were none
   * @throws IOException if connecting fails, another I/O error occurs, or the handler throws it
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

  /** Reads the body. The timeout applies to the server, and not to the handler. */
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
   * Returns the length of the body. Some responses have none, even with a length (RFC 9112 §6.3).
   */
  private static long length(HttpRequest request, ResponseHeader head) throws BadHeaderException {
    long specified = BodyLength.of(head.fields(), head.minorVersion());
    boolean bodiless = !request.wantsBody() || head.code() == 204 || head.code() == 304;
    return bodiless ? 0 : specified;
  }

  /** Reads the header section of the final response; skips interim responses (RFC 9110 §15.2). */
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

  /** Reads a header section. A connection that is lost in it leaves an incomplete response. */
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
   * Fails at the first byte that does not match {@code HTTP/}. A server of another protocol may
   * otherwise wait for more input, and the client for more output.
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
