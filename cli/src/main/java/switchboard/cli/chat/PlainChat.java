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
 * A chat without line editing, for pipes and simple terminals. Sends standard input as it arrives,
 * and prints the lines of the peer on standard output. Lines are received on the calling thread,
 * and standard input is sent on another thread.
 */
final class PlainChat implements ChatClient.MessageListener {
  private static final System.Logger LOG = System.getLogger("switchboard.cli");

  /** After EOF from the peer, the rest of a piped standard input is sent for at most this time. */
  private static final Duration FLUSH_TIME_MAX = Duration.ofSeconds(1);

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
   * Runs the chat. Blocks until EOF from the peer, and returns the exit status.
   *
   * @throws switchboard.net.ConnectionLostException if the peer did not receive all of standard
   *     input that was read
   */
  int hold(Endpoint peer) throws IOException {
    // This connection is not closed here, because standard output is still needed for the last
    // event or error.
    Connection streams = session.environment().standardStreams();
    Thread sender = Thread.ofVirtual().name("chat-send").start(() -> sendInput(streams));
    try {
      client.listen(this);
      if (!session.environment().isTerminal(0)) {
        sender.join(FLUSH_TIME_MAX);
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
      LOG.log(Level.DEBUG, "standard input is no longer sent: {0}", e.getMessage());
      unsent = reason(e);
    }
  }

  /**
   * Returns the error to report if a part of standard input may be lost. Returns null if nothing is
   * lost, because the thread was interrupted while it waited for input.
   */
  private static @Nullable IOException reason(IOException e) {
    boolean reading = !(e instanceof NetworkError error) || error.operation().equals("read");
    if (!reading) {
      String why = e instanceof InterruptedIOException ? "" : ": " + e.getMessage();
      return new IOException(
          "the peer closed the connection before it received all of standard input" + why, e);
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

  /**
   * Fails if standard input is a pipe: the hub would treat the next line of the pipe as another
   * name. At a terminal, the hub asks the user for another name.
   */
  @Override
  public void onRejected(String why) throws IOException {
    if (!session.environment().isTerminal(0)) {
      throw new NickRejectedException(session.refused(why));
    }
  }
}
