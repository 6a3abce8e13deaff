package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import switchboard.frames.Codec;
import switchboard.frames.FramedConnection;
import switchboard.frames.Size;
import switchboard.net.Network;

/**
 * A stream has no messages: the receiver cannot see where one send ended and the next one began.
 * One thread uses both ends of the connection, so that everything happens in the order of the code.
 *
 * <p>Notice that the source buffers the bytes after the end of a line until the program reads these
 * bytes. A framed connection returns one complete message at a time, regardless of the pieces in
 * which the message arrived.
 */
final class Boundaries {

  static void run(List<String> arguments, Streams streams) throws Exception {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {

      var source = far.source();
      near.write(UTF_8.encode("Hello, "));
      near.write(UTF_8.encode("world"));
      source.request("Hello, world".length()); // blocks until both messages have arrived
      var bytes = ByteBuffer.allocate(1000);
      source.read(bytes);
      streams.out().println("two sends, one read: " + UTF_8.decode(bytes.flip()));

      near.write(UTF_8.encode("first line\nsecond"));
      streams.out().println("a line: " + source.readLine(100));
      streams.out().println("buffered of the next line: " + source.buffered() + " bytes");
      near.write(UTF_8.encode(" line\n"));
      streams.out().println("a line: " + source.readLine(100));

      var codec = Codec.lengthPrefixed().prefixBytes(2).max(1, Size.KIB);
      var frames = new FramedConnection<>(near, codec);
      frames.send("first message".getBytes(UTF_8));
      frames.send("second message".getBytes(UTF_8));
      near.shutdownOutput();
      new FramedConnection<>(far, codec)
          .forEach(frame -> streams.out().println("a frame: " + new String(frame, UTF_8)));
    }
  }
}
