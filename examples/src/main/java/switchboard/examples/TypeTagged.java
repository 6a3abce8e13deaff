package switchboard.examples;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.List;
import switchboard.frames.Codec;
import switchboard.frames.CorruptStreamException;
import switchboard.frames.FramedConnection;
import switchboard.layouts.Layout;
import switchboard.net.Network;

/**
 * Messages of several types: the first byte is the type, and the type determines the length.
 *
 * <p>Notice that this code counts no bytes: each message type is a Java record, and a layout
 * describes the fields of the record. A receive that times out in the middle of a message consumes
 * nothing and can be repeated.
 */
final class TypeTagged {

  sealed interface Message {}

  record Move(int x, int y) implements Message {}

  record Colour(short red, short green, short blue) implements Message {}

  record Turn(short degrees) implements Message {}

  static final Codec<Message> MESSAGES =
      Codec.<Message>tagged()
          .with('M', Move.class, records("x: i32, y: i32", Move.class))
          .with('C', Colour.class, records("red: u8, green: u8, blue: u8", Colour.class))
          .with('T', Turn.class, records("degrees: i16", Turn.class))
          .build();

  private static <R extends Record> Codec<R> records(String layout, Class<R> type) {
    return Layout.parse(layout).codec(MethodHandles.lookup(), type);
  }

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {
      var frames = new FramedConnection<>(near, MESSAGES);
      frames.send(new Colour((short) 255, (short) 165, (short) 0));
      frames.send(new Move(3, -4));
      frames.send(new Turn((short) -90));
      near.sink().writeByte('Z').writeLong(0).shutdownOutput(); // an unknown type

      var received = new FramedConnection<>(far, MESSAGES);
      for (Message next = received.receive(); next != null; next = received.receive()) {
        streams.out().println(MESSAGES.encode(next).length + " bytes: " + next);
      }
    } catch (CorruptStreamException unknown) {
      streams.out().println("cannot read on: " + unknown.getMessage());
    }
  }
}
