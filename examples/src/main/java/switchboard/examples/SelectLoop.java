package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.PendingConnect;
import switchboard.net.Readiness;
import switchboard.net.Selectable;

/**
 * An echo server and its first client on one thread. A single loop serves a listener, a pending
 * connect and all connections.
 *
 * <p>Notice the bookkeeping that blocking code does not need: the sockets from which we want to
 * read, the bytes that are still to be written to each socket, and partial writes.
 */
final class SelectLoop {
  private final Set<Selectable> readers = new HashSet<>(); // sockets to read from
  private final Map<Selectable, ByteBuffer> outstanding = new HashMap<>(); // bytes still to write
  private @Nullable Connection client;

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint)) {
      streams.err().println("listening on " + listener.endpoint());
      var loop = new SelectLoop();
      loop.readers.add(listener);
      var connect = Network.system().startConnect(listener.local());
      loop.outstanding.put(connect, UTF_8.encode("Hello, select"));
      do {
        var ready = Readiness.select(loop.readers, loop.outstanding.keySet());
        ready.all().forEach(socket -> loop.proceed(socket, streams));
      } while (!arguments.isEmpty() || loop.readers.size() + loop.outstanding.size() > 1);
    }
  }

  private void proceed(Selectable socket, Streams streams) {
    ByteBuffer bytes = outstanding.remove(socket);
    try {
      if (socket instanceof Listener listener) {
        Optional.ofNullable(listener.tryAccept()).ifPresent(readers::add);
      } else if (socket instanceof PendingConnect connect && bytes != null) {
        client = connect.finishConnect();
        outstanding.put(client == null ? connect : client, bytes);
      } else if (socket instanceof Connection connection && bytes != null) {
        connection.tryWrite(bytes);
        if (bytes.hasRemaining()) {
          outstanding.put(connection, bytes);
        } else {
          readers.add(connection);
        }
      } else if (socket instanceof Connection connection) {
        read(connection, ByteBuffer.allocate(1024), streams);
      }
    } catch (IOException lost) { // ends only this connection; the loop continues
      readers.remove(socket);
      socket.close();
    }
  }

  private void read(Connection connection, ByteBuffer bytes, Streams streams) throws IOException {
    readers.remove(connection);
    if (connection.tryRead(bytes) < 0) {
      connection.close();
    } else if (connection.equals(client)) {
      streams.out().println("the client received: " + UTF_8.decode(bytes.flip()));
      connection.close();
    } else {
      outstanding.put(connection, bytes.flip());
    }
  }
}
