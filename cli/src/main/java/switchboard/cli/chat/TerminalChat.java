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
 * A chat at a terminal. The user edits a line at the bottom of the screen, and received lines are
 * printed above this line. The calling thread reads the lines that the user types. Another thread
 * receives lines and prints them above the edited line.
 */
final class TerminalChat implements ChatClient.MessageListener {
  private static final String PROMPT = "> ";
  private static final int SIGINT = 2;
  private static final int HISTORY_LINES_MAX = 1_000;

  /**
   * After the user has ended the chat and EOF has been sent, the chat waits at most this time for
   * the last lines of the peer.
   */
  private static final Duration FINAL_MESSAGE = Duration.ofSeconds(2);

  private final ChatClient client;
  private final ChatSession session;
  private final ChatColours colours;
  private @Nullable LineReader reader; // set before receiving starts
  private volatile boolean over;
  private volatile boolean interrupted;
  private volatile @Nullable IOException failure;

  TerminalChat(ChatClient client, ChatSession session) {
    this.client = client;
    this.session = session;
    this.colours = new ChatColours(session.environment().isColourful(1));
  }

  /** Runs the chat. Blocks until the user or the peer ends it, and returns the exit status. */
  int hold(String welcome) throws IOException {
    try (Terminal terminal = terminal()) {
      keepQuiet(terminal);
      terminal.handle(Signal.INT, _ -> giveUp());
      LineReader lines = reader(terminal);
      reader = lines;
      show(welcome + "; Ctrl-D leaves");
      Thread typing = Thread.currentThread();
      Thread listener = Thread.ofVirtual().name("chat-listen").start(() -> listen(typing));
      boolean leaving = type(lines);
      if (leaving) {
        leave(listener);
      }
      Thread.interrupted(); // clears the interrupt that ended readLine
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

  /**
   * Opens the terminal with the foreign function API, or with the program stty if native access is
   * denied.
   */
  private Terminal terminal() throws IOException {
    return TerminalBuilder.builder()
        .type(ChatTerminalType.of(session.environment().variables().getOrDefault("TERM", "")))
        .system(true)
        .providers("ffm,exec")
        .dumb(false)
        .graphemeCluster(false) // true would make JLine query the terminal
        .encoding(StandardCharsets.UTF_8)
        .stdinEncoding(StandardCharsets.UTF_8)
        .stdoutEncoding(StandardCharsets.UTF_8)
        .build();
  }

  /**
   * Disables the echo and the line mode of the terminal while no line is edited. Ctrl-C continues
   * to raise SIGINT.
   */
  private static void keepQuiet(Terminal terminal) {
    var attributes = terminal.getAttributes();
    attributes.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO), false);
    terminal.setAttributes(attributes); // Terminal.close() restores the previous attributes
  }

  private LineReader reader(Terminal terminal) {
    var builder =
        LineReaderBuilder.builder()
            .appName("switchboard")
            .terminal(terminal)
            // No quotes or escapes: a chat line may contain don't or C:\.
            .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
            .completer(new ChatCompleter(client))
            .option(Option.DISABLE_EVENT_EXPANSION, true) // JLine must not replace !!
            .option(Option.CASE_INSENSITIVE, true)
            .option(Option.AUTO_MENU, false)
            .variable(LineReader.ERRORS, 0)
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES_MAX)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES_MAX);
    if (session.history()) {
      ChatHistory.file(session.environment().variables())
          .ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    }
    LineReader lines = builder.build();
    lines.getWidgets().put(LineReader.ACCEPT_LINE, () -> accept(lines));
    return lines;
  }

  /**
   * Accepts the typed line. If the hub will send the line back with a number, erases the typed line
   * from the screen, so that the line is shown only once.
   */
  private boolean accept(LineReader lines) {
    lines.option(Option.ERASE_LINE_ON_FINISH, client.isEchoed(lines.getBuffer().toString()));
    lines.callWidget("." + LineReader.ACCEPT_LINE); // the dot selects the built-in widget
    return true;
  }

  /** Reads and sends lines until the chat has ended. Returns true if the user ended the chat. */
  private boolean type(LineReader lines) throws IOException {
    while (!over) {
      try {
        String typed = lines.readLine(PROMPT);
        for (String line : typed.split("\\R", -1)) { // pasted text may have several lines
          client.send(line);
        }
      } catch (UserInterruptException e) {
        hintIfEmpty(e);
      } catch (EndOfFileException e) {
        return true;
      } catch (IOException e) {
        if (!over) {
          throw e;
        }
      }
    }
    return false;
  }

  private void hintIfEmpty(UserInterruptException e) {
    if (!over && e.getPartialLine().isEmpty()) {
      show("-- Ctrl-D leaves");
    }
  }

  private void listen(Thread typing) {
    try {
      client.listen(this);
    } catch (IOException e) {
      failure = e;
    } finally {
      over = true;
      typing.interrupt();
    }
  }

  /** Ends the chat after Ctrl-C while no line is edited, for example while a send blocks. */
  private void giveUp() {
    interrupted = true;
    over = true;
    client.close();
  }

  private void leave(Thread listener) throws IOException {
    client.shutdownOutput();
    try {
      listener.join(FINAL_MESSAGE);
    } catch (InterruptedException e) {
      // The method listen() interrupts this thread after EOF from the peer.
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

  /** Does nothing, because the hub itself asks the user for another name. */
  @Override
  public void onRejected(String why) {}
}
