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
 * The client's side of a chat in lines, with whoever is at the other end of a connection. It sends
 * what its person says and nothing else; but to a hub, which it knows by the first line, it
 * introduces him if he wishes. One thread {@linkplain #listen listens}, another one talks.
 */
public final class ChatClient implements AutoCloseable {
  /** A hub waits for a second whether its caller speaks another wire, and then greets. */
  static final Duration GREETED_WITHIN = Duration.ofSeconds(3);

  /** TCP repeats a segment some five times meanwhile, if nothing comes back (RFC 6298 §5). */
  private static final Duration STALLED = Duration.ofSeconds(10);

  private final Connection connection;
  private final Introduction introduction;
  private final PeerLines lines;
  private final Roster company = new Roster();

  /** Open once what the person says may go out: not before his introduction, if there is one. */
  private final CountDownLatch introduced = new CountDownLatch(1);

  private volatile boolean withHub;
  private String reason = ""; // what the hub said last; confined to the listening thread

  /** Hears what is said, on the listening thread. */
  public interface MessageListener {
    /** A line of the peer, in which nothing steers a terminal. */
    void onLine(String line) throws IOException;

    /** A line that was sent for the person, to introduce him. */
    void onIntroduced(String line) throws IOException;

    /** The peer is no hub, or silent: nothing was sent for the person. */
    void onUnrecognized() throws IOException;

    /**
     * The hub asks for another name.
     *
     * @param why the line with which it refused the one of the introduction
     */
    void onRejected(String why) throws IOException;
  }

  /** Talks over {@code connection}, which it owns from now on. */
  public ChatClient(Connection connection, Introduction introduction) {
    this.connection = connection;
    this.introduction = introduction;
    this.lines = new PeerLines(connection.source());
    if (introduction.isEmpty()) {
      introduced.countDown();
    }
  }

  /**
   * Hears the peer until it ends its side. Blocks.
   *
   * @throws switchboard.net.ConnectionLostException when the connection ends without an end
   */
  public void listen(MessageListener ear) throws IOException {
    try {
      String first = introduction.isEmpty() ? lines.next() : firstInTime(ear);
      if (first != null) {
        recognise(first, ear);
        for (String line = lines.next(); line != null; line = lines.next()) {
          hear(line, ear);
        }
      }
    } finally {
      introduced.countDown();
    }
  }

  /** The first line; whoever does not greet in time is heard all the same, but told nothing. */
  private @Nullable String firstInTime(MessageListener ear) throws IOException {
    Deadline outer = Deadline.current();
    try (var _ = Deadline.after(GREETED_WITHIN)) {
      return lines.next();
    } catch (DeadlineExceededException silent) {
      if (outer != null && outer.expired()) {
        throw silent;
      }
    }
    stayUnknown(ear);
    return lines.next();
  }

  private void recognise(String first, MessageListener ear) throws IOException {
    withHub = Greeting.opens(first);
    hear(first, ear);
    if (introduced.getCount() > 0) {
      if (withHub) {
        introduce(ear);
      } else {
        stayUnknown(ear);
      }
    }
  }

  private void stayUnknown(MessageListener ear) throws IOException {
    introduced.countDown();
    ear.onUnrecognized();
  }

  private void introduce(MessageListener ear) throws IOException {
    if (!introduction.nick().isEmpty()) {
      introduce(introduction.nick(), ear);
    }
    if (!introduction.room().isEmpty()) {
      introduce("/join " + introduction.room(), ear);
    }
    if (introduction.nick().isEmpty()) {
      introduced.countDown();
    }
  }

  private void introduce(String line, MessageListener ear) throws IOException {
    transmit(line);
    ear.onIntroduced(line);
  }

  private void hear(String line, MessageListener ear) throws IOException {
    if (withHub) {
      company.hear(line);
    }
    ear.onLine(line);
    boolean refused = withHub && line.equals(Greeting.AGAIN);
    if (introduced.getCount() > 0 && (refused || company.isInRoom())) {
      introduced.countDown();
      if (refused) {
        ear.onRejected(reason);
      }
    }
    reason = line;
  }

  /**
   * Says one line. Blocks until the kernel has taken it, and before that until the introduction is
   * over, if there is one.
   */
  public void send(String line) throws IOException {
    awaitIntroduction();
    transmit(line);
  }

  /**
   * Says everything from {@code source} as it comes, and ends its side. Blocks like {@link #send}.
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
      throw new InterruptedIOException("interrupted before the introduction was over");
    }
  }

  private void transmit(String line) throws IOException {
    connection.write(ByteBuffer.wrap(ChatText.CODEC.encode(line)));
  }

  /** Ends its side: the peer knows that nothing more will be said, and may still answer. */
  public void shutdownOutput() throws IOException {
    connection.shutdownOutput();
  }

  /**
   * Blocks until the peer's machine has acknowledged all that was said, where the engine can tell.
   *
   * @throws switchboard.net.ConnectionLostException when the peer has closed without taking it
   */
  public void awaitReceived() throws IOException {
    connection.awaitAcknowledged(STALLED);
  }

  /** Whether the peer is a hub; false until it has said so. */
  public boolean isHub() {
    return withHub;
  }

  /** Whether the hub will say {@code line} back, with its number. Any thread. */
  public boolean isEchoed(String line) {
    return company.echoes(line);
  }

  /** Who was heard of, the last one first; nobody if the peer is no hub. Any thread. */
  public List<String> nicks() {
    return company.nicks();
  }

  /** The words with a slash that the peer understands; none if it is no hub. Any thread. */
  public List<String> commands() {
    return withHub ? ChatCommands.names() : List.of();
  }

  /** Closes the connection; whoever listens or talks is woken. Any thread. */
  @Override
  public void close() {
    connection.close();
  }
}
