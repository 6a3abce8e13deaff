package switchboard.chat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import switchboard.chat.LineReader.Line;
import switchboard.frames.Outbox;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.server.Call;
import switchboard.server.Service;

/**
 * Serves one person who talks in plain lines, by {@code nc} or {@code telnet}: greets him, asks for
 * a name, and seats him in the first room. Every line that he sends is answered.
 */
public final class PersonService implements Service {
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final int NAMES_TRIED_MAX = 3;

  private final Chat chat;
  private final Commands commands;

  /** Seats people in {@code chat}. */
  public PersonService(Chat chat) {
    this.chat = chat;
    this.commands = new Commands(chat);
  }

  @Override
  public void serve(Connection connection) throws IOException {
    var outbox = new Outbox<>(connection, Paragraphs.CODEC);
    var lines = new LineReader(connection.source(), bytes -> answerTelnet(connection, bytes));
    Person person = chat.arrive(outbox);
    String parting = "has left";
    try {
      talk(person, lines);
    } finally {
      if (outbox.dropped() > 0) {
        parting = "was too slow to follow, and is gone";
      }
      chat.depart(person, parting);
    }
    person.hear("-- goodbye, " + person.nick());
    outbox.close();
    try (var _ = Deadline.after(LAST_WORDS)) {
      outbox.awaitSent();
    }
  }

  private void talk(Person person, LineReader lines) throws IOException {
    person.hear(
        "-- Welcome to the switchboard. What is your name? (Enter alone: " + person.nick() + ")");
    if (!takeName(person, lines)) {
      return;
    }
    chat.enter(person, Chat.FIRST_ROOM);
    person.hear(welcome(person));
    for (Line line = lines.next(); line != null; line = lines.next()) {
      String text = readable(person, line);
      if (text != null && answer(person, text) == Commands.Outcome.QUIT) {
        return;
      }
    }
    if (Call.current().draining()) {
      person.hear("-- the switchboard is closing");
    }
  }

  private String welcome(Person person) {
    Room room = person.room();
    String company = room == null ? "" : String.join(", ", room.nicks());
    return "-- You are "
        + person.nick()
        + ", in "
        + Chat.FIRST_ROOM
        + " with: "
        + company
        + "\n-- What you type is said there; /help tells what else you can do.";
  }

  /** Asks for a name until there is one; he may also keep the one that he was given. */
  private boolean takeName(Person person, LineReader lines) throws IOException {
    int tried = 0;
    while (tried < NAMES_TRIED_MAX) {
      Line line = lines.next();
      if (line == null) {
        return false;
      }
      String typed = readable(person, line);
      if (typed == null) {
        tried++;
        continue;
      }
      if (typed.isBlank()) {
        return true;
      }
      if (typed.startsWith("/")) {
        if (commands.run(person, typed) == Commands.Outcome.QUIT) {
          return false;
        }
        continue;
      }
      Optional<String> nick = Names.parse(typed);
      if (nick.isPresent() && chat.rename(person, nick.get())) {
        return true;
      }
      tried++;
      person.hear(
          nick.isPresent()
              ? "-- somebody is called " + nick.get() + " already. What is your name?"
              : "-- " + Names.RULE + ". What is your name?");
    }
    return true;
  }

  /** The text of a line as it may be shown to others; null, and a word about it, if it has none. */
  private static @Nullable String readable(Person person, Line line) {
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
        String shown = Visible.of(text);
        if (!shown.equals(text)) {
          person.hear("-- your line has control characters; others see them as signs");
        }
        yield shown;
      }
    };
  }

  private Commands.Outcome answer(Person person, String text) {
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
    return Commands.Outcome.STAY;
  }

  private static void answerTelnet(Connection connection, byte[] bytes) {
    try {
      connection.tryWrite(ByteBuffer.wrap(bytes)); // a refusal that finds no room may be left out
    } catch (IOException gone) {
      // He has hung up; the next read tells.
    }
  }
}
