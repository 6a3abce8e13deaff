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

  private final ChatClient conversation;
  private final ChatSession meeting;
  private final Console voice;
  private volatile @Nullable IOException unsaid;

  PlainChat(ChatClient conversation, ChatSession meeting) {
    this.conversation = conversation;
    this.meeting = meeting;
    this.voice = meeting.voice();
  }

  /**
   * Blocks until the peer has ended its side.
   *
   * @throws switchboard.net.ConnectionLostException when the peer has not taken what was read from
   *     the input
   */
  int hold(Endpoint peer) throws IOException {
    // Not closed here: that would close standard output before the last event, or the mistake.
    Connection streams = meeting.around().standardStreams();
    Thread talker = Thread.ofVirtual().name("chat-talk").start(() -> talk(streams));
    try {
      conversation.listen(this);
      if (!meeting.around().isTerminal(0)) {
        talker.join(ON_ITS_WAY);
      }
      if (talker.isAlive()) {
        voice.say("-- the other side has closed the connection");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      talker.interrupt();
    }
    requireSaid(talker);
    voice.event(Json.event("closed").with("endpoint", peer.toString()));
    return Status.DONE;
  }

  private void talk(Connection streams) {
    try {
      conversation.sendAll(streams.source());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nothing more is said: {0}", e.getMessage());
      unsaid = reason(e);
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

  private void requireSaid(Thread talker) throws IOException {
    try {
      talker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    IOException why = unsaid;
    if (why != null) {
      throw why;
    }
    conversation.awaitReceived();
  }

  @Override
  public void onLine(String line) throws IOException {
    if (voice.isJson()) {
      voice.event(Json.event("line").with("line", line));
    } else {
      voice.print(line + "\n");
    }
  }

  @Override
  public void onIntroduced(String line) {
    voice.say("> " + line);
  }

  @Override
  public void onUnrecognized() {
    voice.say(meeting.unrecognised());
  }

  /** Nobody is asked in a pipe; and its first line is not meant to be a name. */
  @Override
  public void onRejected(String why) throws IOException {
    if (!meeting.around().isTerminal(0)) {
      throw new NickRejectedException(meeting.refused(why));
    }
  }
}
