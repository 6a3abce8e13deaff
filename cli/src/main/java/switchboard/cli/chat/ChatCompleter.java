package switchboard.cli.chat;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import switchboard.chat.ChatClient;

/**
 * Completes nicks (names of hub members), and at the beginning of a line the commands of the hub.
 *
 * @param client provides the nicks and commands
 */
record ChatCompleter(ChatClient client) implements Completer {
  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    boolean first = line.wordIndex() == 0;
    if (first && line.word().startsWith("/")) {
      client.commands().forEach(command -> candidates.add(new Candidate(command)));
    } else {
      // The convention for addressing another user in a chat: "ann: look at this".
      String suffix = first ? ":" : "";
      client.nicks().forEach(nick -> candidates.add(new Candidate(nick + suffix)));
    }
  }
}
