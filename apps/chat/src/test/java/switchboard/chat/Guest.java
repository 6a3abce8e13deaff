package switchboard.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.Server;

/** A client of a chat under test. Each read and write has a timeout of ten seconds. */
final class Guest implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LINE_BYTES_MAX = 64 * 1024;

  private final Connection connection;

  private Guest(Connection connection) {
    this.connection = connection;
  }

  /** Connects, and reads the greeting. */
  static Guest at(Server server, Network network) throws IOException {
    var guest = new Guest(network.connect(server.endpoint(), Options.none()));
    guest.hearsAbout("What is your name?");
    return guest;
  }

  /** Connects to one of several addresses of a server, and reads the greeting. */
  static Guest at(Address address, Network network) throws IOException {
    var guest = new Guest(network.connect(Endpoint.of(address), Options.none()));
    guest.hearsAbout("What is your name?");
    return guest;
  }

  /** Connects, takes a nick, and enters the first room. */
  static Guest named(String nick, Server server, Network network) throws IOException {
    Guest guest = at(server, network).says(nick);
    guest.hearsAbout("/help lists");
    return guest;
  }

  Guest says(String line) throws IOException {
    return sends((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  Guest sends(byte[] bytes) throws IOException {
    try (var _ = Deadline.after(TIMEOUT)) {
      connection.sink().write(bytes).flush();
    }
    return this;
  }

  /** Returns the next line; null at EOF. */
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
    throw new AssertionError("EOF before a line with '" + part + "'");
  }

  /** Sends {@code line}, and returns the first line of the answer. */
  @Nullable String asks(String line) throws IOException {
    return says(line).hears();
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    connection.close();
  }
}
