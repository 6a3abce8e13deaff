package switchboard.chat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import switchboard.chat.LineReader.Line;
import switchboard.frames.SendQueue;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Ticker;
import switchboard.net.internal.TerminalText;
import switchboard.net.spi.support.Waiting;
import switchboard.server.Call;
import switchboard.server.ConnectionHandler;
import switchboard.server.DrainingException;

/**
 * Serves a client that exchanges plain lines of text, such as {@code nc} or {@code telnet}, as a
 * member of a chat. Sends a greeting, asks for a nick, and adds the member to the room {@link
 * Chat#FIRST_ROOM}. Answers every line that the client sends.
 */
public final class LineChatHandler implements ConnectionHandler {
  private static final Duration FINAL_MESSAGE = Duration.ofSeconds(2);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(1);

  /**
   * While a line of a member is delayed, the handler checks at this interval whether a graceful
   * shutdown of the server has begun.
   */
  private static final long DRAIN_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final int NAMES_TRIED_MAX = 3;
  private static final int ECHO_BYTES_MAX = SendQueue.BYTES_MAX / 4;

  private final Chat chat;
  private final ChatCommands commands;

  /** Creates a handler. The client of each connection becomes a member of {@code chat}. */
  public LineChatHandler(Chat chat) {
    this.chat = chat;
    this.commands = new ChatCommands(chat);
  }

  @Override
  public void handle(Connection connection) throws IOException {
    var queue = new SendQueue<>(connection, ChatText.CODEC);
    var telnet = new Telnet(bytes -> answerTelnet(connection, bytes));
    // During a graceful shutdown, the server does not wait for the rest of an incomplete line.
    var lines = new LineReader(connection.source(), telnet, connection::messageComplete);
    User person = chat.arrive(queue, connection.remote());
    String notice = "has lost the connection";
    boolean closing = false;
    try {
      converse(person, lines);
      notice = "has left";
    } catch (DrainingException drain) {
      closing = true;
    } finally {
      if (queue.dropped() > 0) {
        notice = "was disconnected: too slow to receive messages";
      }
      // no notice during a graceful shutdown, because all members leave
      chat.depart(person, closing ? null : notice);
    }
    person.hear(
        (closing ? "-- the switchboard is closing; " : "-- ") + "goodbye, " + person.nick());
    queue.close();
    try (var _ = Deadline.after(FINAL_MESSAGE)) {
      queue.awaitSent();
    }
  }

  private void converse(User person, LineReader lines) throws IOException {
    person.hear(Greeting.to(person.nick()));
    if (!takeNameInTime(person, lines)) {
      return;
    }
    if (person.rooms().isEmpty()) {
      chat.enter(person, Chat.FIRST_ROOM);
    }
    person.hear(
        ChatCommands.place(person)
            + "\n-- What you type is sent to this room; /help lists the commands.");
    for (Line line = next(person, lines); line != null; line = next(person, lines)) {
      String text = readable(person, line);
      if (text != null && answer(person, text) == ChatCommands.Outcome.QUIT) {
        return;
      }
    }
  }

  /**
   * Does the same as {@link #takeName}, but also returns false if the member has not chosen a nick
   * before the nick timeout.
   */
  private boolean takeNameInTime(User person, LineReader lines) throws IOException {
    Duration timeout = chat.limits().nickTimeout();
    if (timeout.isZero()) {
      return takeName(person, lines);
    }
    Deadline outer = Deadline.current();
    try (var _ = Deadline.after(timeout)) {
      return takeName(person, lines);
    } catch (DeadlineExceededException e) {
      if (outer != null && outer.expired()) {
        throw e;
      }
      person.hear("-- timeout: no name within " + timeout.toSeconds() + " seconds");
      return false;
    }
  }

  /**
   * Reads lines until the member has chosen a nick, or has kept the assigned nick, or has typed the
   * maximum number of unusable nicks.
   *
   * @return true if the member stays; false if it leaves the chat
   */
  private boolean takeName(User person, LineReader lines) throws IOException {
    String given = person.nick();
    int tries = NAMES_TRIED_MAX;
    while (tries > 0 && person.nick().equals(given)) {
      Line line = next(person, lines);
      if (line == null) {
        return false;
      }
      String typed = readable(person, line);
      if (typed == null) {
        tries--;
      } else if (typed.startsWith("/")) {
        if (commands.run(person, typed) == ChatCommands.Outcome.QUIT) {
          return false;
        }
      } else if (typed.isBlank() || tryName(person, typed, --tries > 0)) {
        return true;
      }
    }
    return true;
  }

  private boolean tryName(User person, String typed, boolean triesLeft) {
    Optional<String> nick = NickRules.parse(typed);
    String before = person.nick();
    Optional<String> objection =
        nick.isPresent() ? chat.rename(person, nick.get()) : Optional.of(NickRules.RULE);
    if (objection.isEmpty()) {
      // the member may be in a room already
      person.tellRooms(before + " is now called " + person.nick());
      return true;
    }
    person.hear(
        "-- "
            + objection.get()
            + (triesLeft
                ? "\n" + Greeting.AGAIN
                : "\n-- you can change your name with /nick NAME"));
    return false;
  }

  /**
   * Reads the next line. If many bytes of answers to earlier lines are queued, first waits until
   * these bytes were sent. After reading the line, waits until the rate limits allow this line.
   * During both waits nothing is read, so TCP slows down a client that sends too fast.
   */
  private @Nullable Line next(User person, LineReader lines) throws IOException {
    if (person.queue().queuedBytes() > ECHO_BYTES_MAX) {
      person.queue().awaitSent();
    }
    Call.current().messageComplete();
    Line line = lines.next();
    if (line != null) {
      awaitTurn(person, chat.takeLine(person, bytes(line)));
    }
    return line;
  }

  /**
   * Returns the length of a line in bytes. For a line that was dropped, returns the maximum length
   * of a line.
   */
  private static int bytes(Line line) {
    return line instanceof Line.Text(String text)
        ? text.getBytes(StandardCharsets.UTF_8).length
        : LineReader.LINE_BYTES_MAX;
  }

  /**
   * Waits for {@code nanos}, or until a graceful shutdown of the server begins. When a line is
   * delayed and the line before it was not, sends a notice to the member.
   */
  private static void awaitTurn(User person, long nanos) throws IOException {
    person.tellIfSlowed(nanos > 0);
    Ticker ticker = Ticker.current();
    long end = ticker.nanos() + nanos;
    for (long left = nanos; left > 0 && !Call.current().isDraining(); left = end - ticker.nanos()) {
      Waiting.park(person, Math.min(left, DRAIN_LOOK_NANOS));
    }
  }

  /**
   * Returns the text of a line, escaped so that other members can safely print it to a terminal. If
   * the line was dropped, sends a notice to the member and returns null.
   */
  private static @Nullable String readable(User person, Line line) {
    return switch (line) {
      case Line.TooLong _ -> {
        person.hear(
            "-- your line has more than " + LineReader.LINE_BYTES_MAX + " bytes and was dropped");
        yield null;
      }
      case Line.NotText _ -> {
        person.hear("-- your line is not UTF-8 text and was dropped");
        yield null;
      }
      case Line.Text(String text) -> {
        String shown = TerminalText.escapeLine(text);
        if (!shown.equals(text)) {
          boolean onlyMarks =
              text.codePoints().allMatch(c -> c == '\t' || TerminalText.isPrintable(c));
          person.hear(
              onlyMarks
                  ? "-- your line has more than "
                      + TerminalText.MARKS_MAX
                      + " combining marks in a row; the others are shown as …"
                  : "-- the control characters in your line are shown as symbols");
        }
        yield shown;
      }
    };
  }

  private ChatCommands.Outcome answer(User person, String text) {
    if (text.startsWith("/") && !text.startsWith("//")) {
      return commands.run(person, text);
    }
    Room room = person.room();
    if (text.isBlank()) {
      person.hear("-- an empty line is not sent");
    } else if (room == null) {
      person.hear("-- you are not in a room; enter one with /join ROOM");
    } else {
      room.say(person, text.startsWith("//") ? text.substring(1) : text);
    }
    return ChatCommands.Outcome.STAY;
  }

  private static void answerTelnet(Connection connection, byte[] bytes) {
    // Not sent through the send queue, which accepts only text. The connection writes the bytes of
    // one call together, so they cannot get into the middle of a line.
    try (var _ = Deadline.after(ANSWERED_WITHIN)) {
      connection.write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      // The peer has disconnected or does not read. The next read or the send queue will report
      // this.
    }
  }
}
