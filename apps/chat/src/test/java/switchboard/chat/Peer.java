package switchboard.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/** The peer of a chat client under test: sends bytes and reads lines. */
final class Peer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Connection connection;
  private final Connection caller;

  /**
   * Connects two sockets. This peer uses one of them, and the client under test uses the other one,
   * {@link #caller()}.
   */
  Peer(Network network) throws IOException {
    try (var listener = network.listen("127.0.0.1:0")) {
      caller = network.connect(Endpoint.of(listener.local()));
      connection = listener.accept();
    }
  }

  Connection caller() {
    return caller;
  }

  Connection connection() {
    return connection;
  }

  Peer says(String text) throws IOException {
    return sends(text.getBytes(StandardCharsets.UTF_8));
  }

  Peer sends(byte[] bytes) throws IOException {
    try (var _ = Deadline.after(TIMEOUT)) {
      connection.sink().write(bytes).flush();
    }
    return this;
  }

  @Nullable String hears() throws IOException {
    try (var _ = Deadline.after(TIMEOUT)) {
      return connection.source().readLine(1 << 20);
    }
  }

  @Override
  public void close() {
    connection.close();
    caller.close();
  }

  /** Records the events of a chat client. Thread-safe. */
  static final class Notes implements ChatClient.MessageListener {
    private final List<String> notes = new ArrayList<>(); // guarded by this

    @Override
    public void onLine(String line) {
      note(line);
    }

    @Override
    public void onIntroduced(String line) {
      note("> " + line);
    }

    @Override
    public void onUnrecognized() {
      note("unrecognised");
    }

    @Override
    public void onRejected(String why) {
      note("refused: " + why);
    }

    private synchronized void note(String note) {
      notes.add(note);
      notifyAll();
    }

    /** Waits until {@code note} has been recorded, and returns all notes so far. */
    synchronized List<String> until(String note) throws InterruptedException {
      long end = System.nanoTime() + TIMEOUT.toNanos();
      while (!notes.contains(note)) {
        long leftMillis = (end - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
          throw new AssertionError("timeout waiting for '" + note + "'; received: " + notes);
        }
        wait(leftMillis);
      }
      return List.copyOf(notes);
    }

    synchronized List<String> all() {
      return List.copyOf(notes);
    }
  }
}
