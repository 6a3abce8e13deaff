package switchboard.cli.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatClient;
import switchboard.cli.command.Status;

/**
 * A conversation at a terminal: a line to edit at the bottom, and above it what is said. The person
 * types on the calling thread; the peer is heard on another one, which prints above the line.
 */
final class TerminalChat implements ChatClient.MessageListener {
  private static final String PROMPT = "> ";
  private static final int SIGINT = 2;
  private static final int HISTORY_LINES_MAX = 1_000;

  /** How long a peer may take to answer that we leave. */
  private static final Duration FINAL_MESSAGE = Duration.ofSeconds(2);

  private final ChatClient client;
  private final ChatSession session;
  private final ChatColours colours;
  private @Nullable LineReader reader; // set before the peer is heard
  private volatile boolean over;
  private volatile boolean interrupted;
  private volatile @Nullable IOException failure;

  TerminalChat(ChatClient client, ChatSession session) {
    this.client = client;
    this.session = session;
    this.colours = new ChatColours(session.environment().isColourful(1));
  }

  /** Blocks until one of the two leaves. */
  int hold(String welcome) throws IOException {
    try (Terminal terminal = terminal()) {
      keepQuiet(terminal);
      terminal.handle(Signal.INT, _ -> giveUp());
      LineReader lines = reader(terminal);
      reader = lines;
      show(welcome + "; Ctrl-D leaves");
      Thread typist = Thread.currentThread();
      Thread listener = Thread.ofVirtual().name("chat-listen").start(() -> listen(typist));
      boolean leaving = type(lines);
      if (leaving) {
        leave(listener);
      }
      Thread.interrupted(); // which was to end the typing, and nothing else
      if (interrupted) {
        return Status.SIGNAL + SIGINT;
      }
      IOException why = failure;
      if (why != null && !leaving) {
        throw why;
      }
      if (!leaving) {
        show("-- the other side has closed the connection");
      }
    }
    return Status.SUCCESS;
  }

  /** The JDK's own way to the terminal first, stty where that is not allowed. */
  private Terminal terminal() throws IOException {
    return TerminalBuilder.builder()
        .type(ChatTerminalType.of(session.environment().variables().getOrDefault("TERM", "")))
        .system(true)
        .providers("ffm,exec")
        .dumb(false)
        .graphemeCluster(false) // asks the terminal a question, and waits for its answer
        .encoding(StandardCharsets.UTF_8)
        .stdinEncoding(StandardCharsets.UTF_8)
        .stdoutEncoding(StandardCharsets.UTF_8)
        .build();
  }

  /** Between two lines: keys that come early are not echoed, and Ctrl-C is a signal. */
  private static void keepQuiet(Terminal terminal) {
    var quiet = terminal.getAttributes();
    quiet.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO), false);
    terminal.setAttributes(quiet); // closing it restores what was before
  }

  private LineReader reader(Terminal terminal) {
    var builder =
        LineReaderBuilder.builder()
            .appName("switchboard")
            .terminal(terminal)
            // People write don't and C:\, which are no quotes.
            .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
            .completer(new ChatCompleter(client))
            .option(Option.DISABLE_EVENT_EXPANSION, true) // and hello!!
            .option(Option.CASE_INSENSITIVE, true)
            .option(Option.AUTO_MENU, false)
            .variable(LineReader.ERRORS, 0)
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES_MAX)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES_MAX);
    if (session.history()) {
      ChatHistory.file(session.environment().variables())
          .ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    }
    LineReader made = builder.build();
    made.getWidgets().put(LineReader.ACCEPT_LINE, () -> accept(made));
    return made;
  }

  /** What a hub says back with its number need not stand there twice. */
  private boolean accept(LineReader lines) {
    lines.option(Option.ERASE_LINE_ON_FINISH, client.isEchoed(lines.getBuffer().toString()));
    lines.callWidget("." + LineReader.ACCEPT_LINE); // the dot is for the built-in one
    return true;
  }

  /** Sends line by line; whether the person left by himself. */
  private boolean type(LineReader lines) throws IOException {
    while (!over) {
      try {
        String typed = lines.readLine(PROMPT);
        for (String line : typed.split("\\R", -1)) { // several when they were pasted
          client.send(line);
        }
      } catch (UserInterruptException cleared) {
        hintIfEmpty(cleared);
      } catch (EndOfFileException leaving) {
        return true;
      } catch (IOException gone) {
        if (!over) {
          throw gone;
        }
      }
    }
    return false;
  }

  private void hintIfEmpty(UserInterruptException cleared) {
    if (!over && cleared.getPartialLine().isEmpty()) {
      show("-- Ctrl-D leaves");
    }
  }

  private void listen(Thread typist) {
    try {
      client.listen(this);
    } catch (IOException e) {
      failure = e;
    } finally {
      over = true;
      typist.interrupt();
    }
  }

  /** Ctrl-C while a line is on its way, and the peer does not take it. */
  private void giveUp() {
    interrupted = true;
    over = true;
    client.close();
  }

  private void leave(Thread listener) throws IOException {
    client.shutdownOutput();
    try {
      listener.join(FINAL_MESSAGE);
    } catch (InterruptedException heardAll) {
      // By the listener himself.
    }
  }

  private void show(String line) {
    LineReader lines = reader;
    if (lines != null) {
      lines.printAbove(colours.of(line));
    }
  }

  @Override
  public void onLine(String line) {
    show(line);
  }

  @Override
  public void onIntroduced(String line) {
    show(PROMPT + line);
  }

  @Override
  public void onUnrecognized() {
    show(session.unrecognised());
  }

  /** The hub has asked for another name already, and the person can answer. */
  @Override
  public void onRejected(String why) {}
}
