package switchboard.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Source;

/**
 * Fetches a page by HTTP/1, in bounded memory. One connection a page; no redirect is followed. For
 * programs and tests; each call blocks the thread that makes it.
 */
public final class PageClient {
  private static final int PIECE_BYTES = 64 * 1024;
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final int INTERIM_MAX = 16;
  private static final byte[] HTTP = "HTTP/".getBytes(StandardCharsets.US_ASCII);

  private final Network network;
  private final Duration timeout;

  /** Where a page goes. */
  public interface Receiver {
    /**
     * Takes what is said before the page.
     *
     * @param bytes how long the page will be; -1 when that is not said
     */
    void head(ResponseHead head, long bytes) throws IOException;

    /** Takes all of {@code bytes}; the buffer is used again afterwards. */
    void body(ByteBuffer bytes) throws IOException;
  }

  /**
   * A client over {@code network}.
   *
   * @param timeout how long it waits for the connection and the head of the answer together, and
   *     then for each further piece of the page
   */
  public PageClient(Network network, Duration timeout) {
    this.network = network;
    this.timeout = timeout;
  }

  /**
   * Fetches a page, whatever its status says.
   *
   * @return how many bytes the page has
   * @throws BrokenPageException when what came is no whole page
   * @throws EOFException when the server ended the connection without an answer
   */
  public long fetch(PageRequest request, Receiver receiver) throws IOException {
    Endpoint endpoint = request.address().endpoint();
    try (var limit = Deadline.after(timeout);
        var server = network.connect(endpoint)) {
      server.sink().writeText(request.text()).flush();
      ResponseHead head = head(server.source(), endpoint);
      long length = length(request, head);
      limit.moveTo(FOREVER);
      receiver.head(head, Math.max(length, -1));
      return hand(new BodyReader(server, length), receiver, limit);
    } catch (BadHeadException bad) {
      throw new BrokenPageException("the answer is in disorder: " + bad.getMessage(), 0);
    }
  }

  /**
   * Asks by HTTP/1.0, ends the output, and hands on all that comes until the other side ends too,
   * whatever it is: for servers to which the end of the input is the end of the request.
   *
   * @return how many bytes came
   * @throws EOFException when none came
   */
  public long exchange(PageAddress address, Receiver receiver) throws IOException {
    Endpoint endpoint = address.endpoint();
    try (var limit = Deadline.after(timeout);
        var server = network.connect(endpoint)) {
      server.sink().writeText(PageRequest.get(address).http10().text()).finish();
      long bytes = hand(new BodyReader(server, BodyLength.UNSAID), receiver, limit);
      if (bytes == 0) {
        throw noAnswer(endpoint);
      }
      return bytes;
    }
  }

  /** The limit is for the server; the receiver may take its time. */
  private long hand(BodyReader body, Receiver receiver, Deadline limit) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    while (true) {
      limit.moveTo(timeout);
      int count = body.read(piece);
      limit.moveTo(FOREVER);
      if (count < 0) {
        return body.bytes();
      }
      receiver.body(ByteBuffer.wrap(piece, 0, count));
    }
  }

  /** RFC 9112 §6.3: some responses have no body, whatever they say of its length. */
  private static long length(PageRequest request, ResponseHead head) throws BadHeadException {
    long said = BodyLength.of(head.fields(), head.minorVersion());
    boolean bodiless = !request.wantsBody() || head.code() == 204 || head.code() == 304;
    return bodiless ? 0 : said;
  }

  /** The first head that is not an interim one (RFC 9110 §15.2). */
  private static ResponseHead head(Source source, Endpoint endpoint) throws IOException {
    for (int interim = 0; interim < INTERIM_MAX; interim++) {
      requireHttp(source, endpoint);
      List<String> lines = HeadText.read(source);
      if (lines == null) {
        throw noAnswer(endpoint);
      }
      ResponseHead head = HeadSyntax.response(lines);
      if (head.code() == 101) {
        throw new BadHeadException(400, "it changes the protocol, for which nobody asked");
      }
      if (head.code() >= 200) {
        return head;
      }
    }
    throw new BadHeadException(400, "there is no end to its interim answers");
  }

  /** Says early what others speak, who may wait for more words of ours. */
  private static void requireHttp(Source source, Endpoint endpoint) throws IOException {
    for (int count = 1; count <= HTTP.length; count++) {
      if (!source.request(count) && count == 1) {
        throw noAnswer(endpoint);
      }
      byte[] heard = source.peek(count);
      if (heard.length < count || heard[count - 1] != HTTP[count - 1]) {
        String words = new String(source.peek(40), StandardCharsets.ISO_8859_1);
        throw new BadHeadException(
            400, "it is no HTTP, but begins with '" + ResponseHead.shown(words) + "'");
      }
    }
  }

  private static EOFException noAnswer(Endpoint endpoint) {
    return new EOFException(endpoint + " ended the connection without an answer");
  }
}
