package switchboard.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.Server;

/** A client of a hub under test, which waits at most ten seconds for a reply. */
final class Visitor implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LINE_BYTES_MAX = 64 * 1024;

  private final Connection connection;

  Visitor(Server hub, Network network) throws IOException {
    this.connection = network.connect(hub.endpoint(), Options.none());
  }

  Visitor says(String line) throws IOException {
    return sends(line + "\n");
  }

  Visitor sends(String text) throws IOException {
    return sends(text.getBytes(StandardCharsets.UTF_8));
  }

  Visitor sends(byte[] bytes) throws IOException {
    try (var _ = Deadline.after(TIMEOUT)) {
      connection.write(ByteBuffer.wrap(bytes));
    }
    return this;
  }

  /** Returns the next line, or null at EOF. */
  @Nullable String hears() throws IOException {
    try (var _ = Deadline.after(TIMEOUT)) {
      return connection.source().readLine(LINE_BYTES_MAX);
    }
  }

  /** Returns the next line that contains {@code part}. Skips all lines before it. */
  String hearsAbout(String part) throws IOException {
    for (String line = hears(); line != null; line = hears()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("the connection ended before '" + part + "' was received");
  }

  /** Enters the chat with the nick {@code nick}. */
  Visitor named(String nick) throws IOException {
    says(nick).hearsAbout("/help lists");
    return this;
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    connection.close();
  }
}
