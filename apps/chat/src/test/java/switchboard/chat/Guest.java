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

/** Somebody who calls a chat under test: says lines, and hears them within ten seconds. */
final class Guest implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LINE_BYTES_MAX = 64 * 1024;

  private final Connection connection;

  private Guest(Connection connection) {
    this.connection = connection;
  }

  /** Calls, and is greeted. */
  static Guest at(Server server, Network network) throws IOException {
    var guest = new Guest(network.connect(server.endpoint(), Options.none()));
    guest.hearsAbout("What is your name?");
    return guest;
  }

  /** Calls at one of several addresses of a server, and is greeted. */
  static Guest at(Address address, Network network) throws IOException {
    var guest = new Guest(network.connect(Endpoint.of(address), Options.none()));
    guest.hearsAbout("What is your name?");
    return guest;
  }

  /** Calls, and has taken a seat in the first room. */
  static Guest named(String nick, Server server, Network network) throws IOException {
    Guest guest = at(server, network).says(nick);
    guest.hearsAbout("/help tells");
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

  /** The next line; null at the end. */
  @Nullable String hears() throws IOException {
    try (var _ = Deadline.after(TIMEOUT)) {
      return connection.source().readLine(LINE_BYTES_MAX);
    }
  }

  /** The next line that contains {@code part}; those before are passed over. */
  String hearsAbout(String part) throws IOException {
    for (String line = hears(); line != null; line = hears()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("the connection ended before '" + part + "' was heard");
  }

  /** Says {@code line}, and gives the first line of the answer. */
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
