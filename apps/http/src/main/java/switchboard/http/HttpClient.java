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
 * Fetches a page by HTTP/1, in bounded memory. One connection a page. For programs and tests; each
 * call blocks the thread that makes it.
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

  /** Where a page goes. */
  public interface ResponseHandler {
    /**
     * Takes what is said before the page.
     *
     * @param bytes how long the page will be; -1 when that is not said
     */
    void header(ResponseHeader head, long bytes) throws IOException;

    /** Takes the head of a response that leads elsewhere, and is followed; its body is not read. */
    default void redirect(ResponseHeader head, HttpUrl next) throws IOException {}

    /** Takes all of {@code bytes}; the buffer is used again afterwards. */
    void body(ByteBuffer bytes) throws IOException;
  }

  /**
   * A client over {@code network}.
   *
   * @param timeout how long it waits for the connection and the head of the answer together, and
   *     then for each further piece of the page
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
   * The same with another limit for the header section of a response; the default is 256 KiB. At
   * least 1,000 lines are read, and one for each 512 bytes of a higher limit.
   */
  public HttpClient withHeaderMax(int bytes) {
    return new HttpClient(network, timeout, HeaderLimits.client(bytes));
  }

  /**
   * Fetches a page, whatever its status says. No redirect is followed.
   *
   * @return how many bytes the page has
   * @throws BadResponseException when part of an answer came, but not a complete and valid one;
   *     however the connection ended
   * @throws LimitExceededException when the header section is longer than the limit
   * @throws EOFException when the server ended the connection without an answer
   */
  public long fetch(HttpRequest request, ResponseHandler receiver) throws IOException {
    return fetch(request, receiver, Optional.empty());
  }

  /**
   * Fetches a page as {@link #fetch(HttpRequest, ResponseHandler)} does, and follows redirects to
   * HTTP (RFC 9110 §15.4).
   *
   * @param redirectsMax how many may come one after the other
   * @throws RedirectException when there are more, they lead in a circle, or elsewhere than to HTTP
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
          return hand(new BodyReader(server, length), receiver, limit);
        }
        receiver.redirect(head, next.get());
        request = request.at(next.get());
      } catch (BadHeaderException bad) {
        throw bad.isTooLong()
            ? new LimitExceededException(String.valueOf(bad.getMessage()))
            : new BadResponseException("the answer is in disorder: " + bad.getMessage(), 0);
      }
    }
  }

  /**
   * Asks by HTTP/1.0, ends the output, and hands on all that comes until the other side ends too,
   * whatever it is: for servers to which the end of the input is the end of the request.
   *
   * @return how many bytes came
   * @throws EOFException when none came
   */
  public long exchange(HttpUrl address, ResponseHandler receiver) throws IOException {
    Endpoint endpoint = address.endpoint();
    try (var limit = Deadline.after(timeout);
        var server = network.connect(endpoint)) {
      server.sink().writeText(HttpRequest.get(address).http10().text()).shutdownOutput();
      if (server.source().exhausted()) {
        throw noAnswer(endpoint);
      }
      return hand(new BodyReader(server, BodyLength.UNSAID), receiver, limit);
    }
  }

  /** The limit is for the server; the receiver may take its time. */
  private long hand(BodyReader body, ResponseHandler receiver, Deadline limit) throws IOException {
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

  /** RFC 9112 §6.3: some responses have no body, whatever they say of its length. */
  private static long length(HttpRequest request, ResponseHeader head) throws BadHeaderException {
    long said = BodyLength.of(head.fields(), head.minorVersion());
    boolean bodiless = !request.wantsBody() || head.code() == 204 || head.code() == 304;
    return bodiless ? 0 : said;
  }

  /** The first head that is not an interim one (RFC 9110 §15.2). */
  private ResponseHeader head(Source source, Endpoint endpoint) throws IOException {
    for (int interim = 0; interim < INTERIM_MAX; interim++) {
      if (source.exhausted()) {
        throw noAnswer(endpoint);
      }
      ResponseHeader head = anyHead(source, endpoint);
      if (head.code() == 101) {
        throw new BadHeaderException(400, "it changes the protocol, for which nobody asked");
      }
      if (head.code() >= 200) {
        return head;
      }
    }
    throw new BadHeaderException(400, "there is no end to its interim answers");
  }

  /** Once a byte has come, a connection that breaks leaves an incomplete answer. */
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
          new BadResponseException("the connection was lost inside the head of the answer", 0);
      broken.initCause(lost);
      throw broken;
    }
  }

  /** Says early what others speak, who may wait for more words of ours. */
  private static void requireHttp(Source source) throws IOException {
    for (int count = 1; count <= HTTP.length; count++) {
      source.request(count);
      byte[] heard = source.peek(count);
      if (heard.length < count || heard[count - 1] != HTTP[count - 1]) {
        String words = new String(source.peek(40), StandardCharsets.ISO_8859_1);
        throw new BadHeaderException(
            400, "it is no HTTP, but begins with '" + ResponseHeader.shown(words) + "'");
      }
    }
  }

  private static EOFException noAnswer(Endpoint endpoint) {
    return new EOFException(endpoint + " ended the connection without an answer");
  }
}
