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
 * Serves one person who talks in plain lines, by {@code nc} or {@code telnet}: greets him, asks for
 * a name, and seats him in the first room. Every line that he sends is answered.
 */
public final class LineChatHandler implements ConnectionHandler {
  private static final Duration FINAL_MESSAGE = Duration.ofSeconds(2);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(1);

  /** How often a member that must wait looks whether the server drains. */
  private static final long DRAIN_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final int NAMES_TRIED_MAX = 3;
  private static final int ECHO_BYTES_MAX = SendQueue.BYTES_MAX / 4;

  private final Chat chat;
  private final ChatCommands commands;

  /** Seats people in {@code chat}. */
  public LineChatHandler(Chat chat) {
    this.chat = chat;
    this.commands = new ChatCommands(chat);
  }

  @Override
  public void handle(Connection connection) throws IOException {
    var queue = new SendQueue<>(connection, ChatText.CODEC);
    var telnet = new Telnet(bytes -> answerTelnet(connection, bytes));
    // A drain need not wait for a line that somebody is still typing.
    var lines = new LineReader(connection.source(), telnet, connection::messageComplete);
    User person = chat.arrive(queue, connection.remote());
    String news = "has lost the connection";
    boolean closing = false;
    try {
      talk(person, lines);
      news = "has left";
    } catch (DrainingException drain) {
      closing = true;
    } finally {
      if (queue.dropped() > 0) {
        news = "was too slow to follow, and is gone";
      }
      chat.depart(person, closing ? null : news); // all go at once: nobody need hear of each
    }
    person.hear(
        (closing ? "-- the switchboard is closing; " : "-- ") + "goodbye, " + person.nick());
    queue.close();
    try (var _ = Deadline.after(FINAL_MESSAGE)) {
      queue.awaitSent();
    }
  }

  private void talk(User person, LineReader lines) throws IOException {
    person.hear(Greeting.to(person.nick()));
    if (!takeNameInTime(person, lines)) {
      return;
    }
    if (person.rooms().isEmpty()) {
      chat.enter(person, Chat.FIRST_ROOM);
    }
    person.hear(
        ChatCommands.place(person)
            + "\n-- What you type is said there; /help tells what else you can do.");
    for (Line line = next(person, lines); line != null; line = next(person, lines)) {
      String text = readable(person, line);
      if (text != null && answer(person, text) == ChatCommands.Outcome.QUIT) {
        return;
      }
    }
  }

  /** As {@link #takeName}, but false also when the time for it has passed. */
  private boolean takeNameInTime(User person, LineReader lines) throws IOException {
    Duration timeout = chat.limits().nickTimeout();
    if (timeout.isZero()) {
      return takeName(person, lines);
    }
    Deadline outer = Deadline.current();
    try (var _ = Deadline.after(timeout)) {
      return takeName(person, lines);
    } catch (DeadlineExceededException late) {
      if (outer != null && outer.expired()) {
        throw late;
      }
      person.hear("-- no name came within " + timeout.toSeconds() + " seconds");
      return false;
    }
  }

  /**
   * Asks for a name until there is one, he keeps the one that he was given, or has tried often
   * enough; false when he goes.
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
      } else if (typed.isBlank() || isNamed(person, typed, --tries > 0)) {
        return true;
      }
    }
    return true;
  }

  private boolean isNamed(User person, String typed, boolean again) {
    Optional<String> nick = NickRules.parse(typed);
    String before = person.nick();
    Optional<String> objection =
        nick.isPresent() ? chat.rename(person, nick.get()) : Optional.of(NickRules.RULE);
    if (objection.isEmpty()) {
      person.tellRooms(before + " is now called " + person.nick()); // he may sit somewhere already
      return true;
    }
    person.hear(
        "-- "
            + objection.get()
            + (again ? "\n" + Greeting.AGAIN : "\n-- /nick NAME works later, too"));
    return false;
  }

  /**
   * The next line, once its sender has received the answers to the lines before and may send
   * another one: a sender that is too fast waits, and with it its TCP connection.
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

  /** How many bytes the line had, or might have had if it was dropped. */
  private static int bytes(Line line) {
    return line instanceof Line.Text(String text)
        ? text.getBytes(StandardCharsets.UTF_8).length
        : LineReader.LINE_BYTES_MAX;
  }

  /** Waits for {@code nanos}, unless the server drains meanwhile; the first time says so. */
  private static void awaitTurn(User person, long nanos) throws IOException {
    person.tellIfSlowed(nanos > 0);
    Ticker ticker = Ticker.current();
    long end = ticker.nanos() + nanos;
    for (long left = nanos; left > 0 && !Call.current().isDraining(); left = end - ticker.nanos()) {
      Waiting.park(person, Math.min(left, DRAIN_LOOK_NANOS));
    }
  }

  /** The text of a line as it may be shown to others; null, and a word about it, if it has none. */
  private static @Nullable String readable(User person, Line line) {
    return switch (line) {
      case Line.TooLong _ -> {
        person.hear(
            "-- that line has more than " + LineReader.LINE_BYTES_MAX + " bytes and was dropped");
        yield null;
      }
      case Line.NotText _ -> {
        person.hear("-- that line is not UTF-8 text and was dropped");
        yield null;
      }
      case Line.Text(String text) -> {
        String shown = TerminalText.escapeLine(text);
        if (!shown.equals(text)) {
          boolean onlyMarks =
              text.codePoints().allMatch(c -> c == '\t' || TerminalText.isPrintable(c));
          person.hear(
              onlyMarks
                  ? "-- beyond "
                      + TerminalText.MARKS_MAX
                      + " in a row, the combining marks in your line are shown as …"
                  : "-- the control characters in your line are shown as signs");
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
      person.hear("-- an empty line is not said");
    } else if (room == null) {
      person.hear("-- you are in no room; /join one");
    } else {
      room.say(person, text.startsWith("//") ? text.substring(1) : text);
    }
    return ChatCommands.Outcome.STAY;
  }

  private static void answerTelnet(Connection connection, byte[] bytes) {
    // Beside the outbox, which knows only text; the connection keeps writes whole.
    try (var _ = Deadline.after(ANSWERED_WITHIN)) {
      connection.write(ByteBuffer.wrap(bytes));
    } catch (IOException gone) {
      // He has hung up, or doesn't read; the next read or the outbox tells.
    }
  }
}
