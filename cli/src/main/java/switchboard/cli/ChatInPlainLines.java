package switchboard.cli;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import switchboard.chat.Conversation;
import switchboard.chat.NameRefusedException;
import switchboard.net.Connection;
import switchboard.net.Endpoint;

/**
 * A conversation in a pipe, or at a terminal that can't edit: standard input goes out as it comes,
 * the peer's lines go to standard output. Listens on the calling thread.
 */
final class ChatInPlainLines implements Conversation.Ear {
  private static final System.Logger LOG = System.getLogger("switchboard.cli");

  /** What was piped in before the peer ended its side may still be on its way. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

  private final Conversation conversation;
  private final ChatMeeting meeting;
  private final Voice voice;

  ChatInPlainLines(Conversation conversation, ChatMeeting meeting) {
    this.conversation = conversation;
    this.meeting = meeting;
    this.voice = meeting.voice();
  }

  /** Blocks until the peer has ended its side. */
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
    voice.event(Json.event("closed").with("endpoint", peer.toString()));
    return Status.DONE;
  }

  private void talk(Connection streams) {
    try {
      conversation.sayAll(streams.source());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nothing more is said: {0}", e.getMessage()); // listening tells why
    }
  }

  @Override
  public void heard(String line) throws IOException {
    if (voice.isJson()) {
      voice.event(Json.event("line").with("line", line));
    } else {
      voice.print(line + "\n");
    }
  }

  @Override
  public void introduced(String line) {
    voice.say("> " + line);
  }

  @Override
  public void unrecognised() {
    voice.say(meeting.unrecognised());
  }

  /** Nobody is asked in a pipe; and its first line is not meant to be a name. */
  @Override
  public void refused(String why) throws IOException {
    if (!meeting.around().isTerminal(0)) {
      throw new NameRefusedException(meeting.refused(why));
    }
  }
}
