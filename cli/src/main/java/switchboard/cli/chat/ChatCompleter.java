package switchboard.cli.chat;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import switchboard.chat.ChatClient;

/**
 * Completes the names of people, and a hub's commands at the beginning of the line.
 *
 * @param client knows both
 */
record ChatCompleter(ChatClient client) implements Completer {
  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    boolean first = line.wordIndex() == 0;
    if (first && line.word().startsWith("/")) {
      client.commands().forEach(command -> candidates.add(new Candidate(command)));
    } else {
      // As people call each other in chats: "ann: look at this".
      String mark = first ? ":" : "";
      client.nicks().forEach(nick -> candidates.add(new Candidate(nick + mark)));
    }
  }
}
