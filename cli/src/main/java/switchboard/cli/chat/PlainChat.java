package switchboard.cli.chat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatClient;
import switchboard.chat.NickRejectedException;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Json;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.NetworkError;

/**
 * A conversation in a pipe, or at a terminal that can't edit: standard input goes out as it comes,
 * the peer's lines go to standard output. Listens on the calling thread.
 */
final class PlainChat implements ChatClient.MessageListener {
  private static final System.Logger LOG = System.getLogger("switchboard.cli");

  /** What was piped in before the peer ended its side may still be on its way. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

  private final ChatClient client;
  private final ChatSession session;
  private final Console console;
  private volatile @Nullable IOException unsent;

  PlainChat(ChatClient client, ChatSession session) {
    this.client = client;
    this.session = session;
    this.console = session.console();
  }

  /**
   * Blocks until the peer has ended its side.
   *
   * @throws switchboard.net.ConnectionLostException when the peer has not taken what was read from
   *     the input
   */
  int hold(Endpoint peer) throws IOException {
    // Not closed here: that would close standard output before the last event, or the mistake.
    Connection streams = session.environment().standardStreams();
    Thread sender = Thread.ofVirtual().name("chat-talk").start(() -> sendInput(streams));
    try {
      client.listen(this);
      if (!session.environment().isTerminal(0)) {
        sender.join(ON_ITS_WAY);
      }
      if (sender.isAlive()) {
        console.say("-- the other side has closed the connection");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sender.interrupt();
    }
    requireSent(sender);
    console.event(Json.event("closed").with("endpoint", peer.toString()));
    return Status.SUCCESS;
  }

  private void sendInput(Connection streams) {
    try {
      client.sendAll(streams.source());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nothing more is said: {0}", e.getMessage());
      unsent = reason(e);
    }
  }

  /** Returns why a line may be lost; null when the peer left while none was at hand. */
  private static @Nullable IOException reason(IOException e) {
    boolean reading = !(e instanceof NetworkError error) || error.operation().equals("read");
    if (!reading) {
      String why = e instanceof InterruptedIOException ? "" : ": " + e.getMessage();
      return new IOException("the other side left before it had taken all that was said" + why, e);
    }
    return e instanceof InterruptedIOException
        ? null
        : new IOException("can't read standard input: " + e.getMessage(), e);
  }

  private void requireSent(Thread sender) throws IOException {
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    IOException why = unsent;
    if (why != null) {
      throw why;
    }
    client.awaitReceived();
  }

  @Override
  public void onLine(String line) throws IOException {
    if (console.isJson()) {
      console.event(Json.event("line").with("line", line));
    } else {
      console.print(line + "\n");
    }
  }

  @Override
  public void onIntroduced(String line) {
    console.say("> " + line);
  }

  @Override
  public void onUnrecognized() {
    console.say(session.unrecognised());
  }

  /** Nobody is asked in a pipe; and its first line is not meant to be a name. */
  @Override
  public void onRejected(String why) throws IOException {
    if (!session.environment().isTerminal(0)) {
      throw new NickRejectedException(session.refused(why));
    }
  }
}
