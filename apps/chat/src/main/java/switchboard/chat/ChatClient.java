package switchboard.chat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Source;

/**
 * The client side of a chat that exchanges lines of text. The peer may be a chat hub, which is a
 * {@link LineChatHandler}, or any other program that exchanges lines of text. The client recognises
 * a hub by its greeting, and then sends the {@link Introduction} to the hub if there is one. Apart
 * from the introduction, the client sends only what the user types. One thread {@linkplain #listen
 * reads}, and another thread {@linkplain #send sends}.
 *
 * <pre>{@code
 * try (var client = new ChatClient(connection, new Introduction("ann", "tea"))) {
 *   client.listen(listener); // blocks; another thread calls client.send("hello")
 * }
 * }</pre>
 */
public final class ChatClient implements AutoCloseable {
  /**
   * The time in which a hub must send its greeting. A hub waits for one second before it sends the
   * greeting, because a client that uses another protocol may send first.
   */
  static final Duration GREETED_WITHIN = Duration.ofSeconds(3);

  /**
   * The time without an acknowledgement after which the connection is considered lost. In this
   * time, TCP retransmits an unacknowledged segment about five times (RFC 6298 §5).
   */
  private static final Duration STALLED = Duration.ofSeconds(10);

  private final Connection connection;
  private final Introduction introduction;
  private final PeerLines lines;
  private final Roster roster = new Roster();

  /**
   * Released when the introduction is complete, or when no introduction is sent. Lines of the user
   * are sent only after that.
   */
  private final CountDownLatch introduced = new CountDownLatch(1);

  private volatile boolean withHub;
  private String previousLine = ""; // confined to the listening thread

  /** Is notified of the events of a chat, on the thread that calls {@link ChatClient#listen}. */
  public interface MessageListener {
    /**
     * Called when the peer has sent a line.
     *
     * @param line the line without its ending; control characters are escaped, so that the line is
     *     safe to print to a terminal
     * @throws IOException if the line cannot be shown; {@link ChatClient#listen} then throws this
     *     exception
     */
    void onLine(String line) throws IOException;

    /**
     * Called when the client has sent a line of the introduction to the hub.
     *
     * @param line the line without its ending
     * @throws IOException if the line cannot be shown; {@link ChatClient#listen} then throws this
     *     exception
     */
    void onIntroduced(String line) throws IOException;

    /**
     * Called when the introduction is not sent, because the peer is not a hub or did not send a
     * greeting in time.
     *
     * @throws IOException if this event cannot be shown; {@link ChatClient#listen} then throws this
     *     exception
     */
    void onUnrecognized() throws IOException;

    /**
     * Called when the hub has rejected the nick of the introduction and asks for another nick.
     *
     * @param why the line that the hub has sent to explain the rejection
     * @throws IOException if the line cannot be shown; {@link ChatClient#listen} then throws this
     *     exception
     */
    void onRejected(String why) throws IOException;
  }

  /**
   * Creates a client over a connection. The constructor neither sends nor reads anything.
   *
   * @param connection the connection to the peer; closed by {@link #close}
   * @param introduction the nick and the room that are sent to a hub after its greeting
   */
  public ChatClient(Connection connection, Introduction introduction) {
    this.connection = connection;
    this.introduction = introduction;
    this.lines = new PeerLines(connection.source());
    if (introduction.isEmpty()) {
      introduced.countDown();
    }
  }

  /**
   * Reads lines and passes them to a listener. Blocks until EOF. May be called only once.
   *
   * @param listener the listener that is notified of events, on the calling thread
   * @throws switchboard.net.ConnectionLostException if the connection ends without EOF
   * @throws IOException if an I/O error occurs, or the listener throws an {@code IOException}
   */
  public void listen(MessageListener listener) throws IOException {
    try {
      String first = introduction.isEmpty() ? lines.next() : firstInTime(listener);
      if (first != null) {
        recognise(first, listener);
        for (String line = lines.next(); line != null; line = lines.next()) {
          receive(line, listener);
        }
      }
    } finally {
      introduced.countDown();
    }
  }

  /**
   * Reads the first line. If the line does not arrive within {@link #GREETED_WITHIN}, decides not
   * to send the introduction, and continues to wait for the line.
   */
  private @Nullable String firstInTime(MessageListener listener) throws IOException {
    Deadline outer = Deadline.current();
    try (var _ = Deadline.after(GREETED_WITHIN)) {
      return lines.next();
    } catch (DeadlineExceededException silent) {
      if (outer != null && outer.expired()) {
        throw silent;
      }
    }
    giveUpIntroduction(listener);
    return lines.next();
  }

  private void recognise(String first, MessageListener listener) throws IOException {
    withHub = Greeting.opens(first);
    receive(first, listener);
    if (introduced.getCount() > 0) {
      if (withHub) {
        introduce(listener);
      } else {
        giveUpIntroduction(listener);
      }
    }
  }

  private void giveUpIntroduction(MessageListener listener) throws IOException {
    introduced.countDown();
    listener.onUnrecognized();
  }

  private void introduce(MessageListener listener) throws IOException {
    if (!introduction.nick().isEmpty()) {
      introduce(introduction.nick(), listener);
    }
    if (!introduction.room().isEmpty()) {
      introduce("/join " + introduction.room(), listener);
    }
    if (introduction.nick().isEmpty()) {
      introduced.countDown();
    }
  }

  private void introduce(String line, MessageListener listener) throws IOException {
    transmit(line);
    listener.onIntroduced(line);
  }

  private void receive(String line, MessageListener listener) throws IOException {
    if (withHub) {
      roster.hear(line);
    }
    listener.onLine(line);
    boolean rejected = withHub && line.equals(Greeting.AGAIN);
    if (introduced.getCount() > 0 && (rejected || roster.isInRoom())) {
      introduced.countDown();
      if (rejected) {
        listener.onRejected(previousLine);
      }
    }
    previousLine = line;
  }

  /**
   * Sends one line, and blocks until the kernel has accepted it. If there is an introduction, first
   * blocks until the introduction was sent or it is clear that it will not be sent.
   *
   * @param line the line without its ending
   * @throws IOException if the connection is closed or lost, a deadline of the thread expires, or
   *     the thread is interrupted
   */
  public void send(String line) throws IOException {
    awaitIntroduction();
    transmit(line);
  }

  /**
   * Sends the bytes of {@code source} as they arrive, until EOF of {@code source}, and then shuts
   * down the output. Blocks until all of this is done. Like {@link #send}, first waits for the
   * introduction.
   *
   * @param source the source of the bytes to send; this method does not close it
   * @throws IOException if reading or sending fails, a deadline of the thread expires, or the
   *     thread is interrupted
   */
  public void sendAll(Source source) throws IOException {
    awaitIntroduction();
    source.transferTo(connection.sink());
    shutdownOutput();
  }

  private void awaitIntroduction() throws InterruptedIOException {
    try {
      introduced.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before the introduction was complete");
    }
  }

  private void transmit(String line) throws IOException {
    connection.write(ByteBuffer.wrap(ChatText.CODEC.encode(line)));
  }

  /**
   * Shuts down the output. The peer then reads EOF, but may still send lines.
   *
   * @throws IOException if an I/O error occurs
   */
  public void shutdownOutput() throws IOException {
    connection.shutdownOutput();
  }

  /**
   * Blocks until the peer's kernel has acknowledged everything that was sent. Returns immediately
   * if the I/O engine cannot observe acknowledgements.
   *
   * @throws switchboard.net.ConnectionLostException if the peer has closed the connection before
   *     everything was acknowledged, or no further byte is acknowledged for ten seconds
   * @throws IOException if an I/O error occurs
   */
  public void awaitReceived() throws IOException {
    connection.awaitAcknowledged(STALLED);
  }

  /** {@return whether the peer is a hub; false before the greeting has been received} */
  public boolean isHub() {
    return withHub;
  }

  /**
   * Returns whether the hub is expected to send {@code line} back to this client, as a numbered
   * message. The result is a guess that is based on earlier lines of the hub. Thread-safe.
   *
   * @param line a line that the user typed
   */
  public boolean isEchoed(String line) {
    return roster.echoes(line);
  }

  /**
   * {@return the nicks of known members, the most recently active first; empty if the peer is not a
   * hub} Thread-safe.
   */
  public List<String> nicks() {
    return roster.nicks();
  }

  /**
   * {@return the commands that the peer understands, such as {@code /help}; empty if the peer is
   * not a hub} Thread-safe.
   */
  public List<String> commands() {
    return withHub ? ChatCommands.names() : List.of();
  }

  /** Closes the connection. Threads that are blocked in this client wake up. Thread-safe. */
  @Override
  public void close() {
    connection.close();
  }
}
