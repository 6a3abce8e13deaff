package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The load generator for the chat hub: the members of a room. The members send lines in turn. Each
 * member must receive every line complete, and all lines in the order of their numbers. The number
 * of lines in flight is limited, so that the send queue of no member overflows. Uses one thread and
 * one selector.
 */
final class RoomLoad implements AutoCloseable {
  static final int LINE_BYTES = 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Selector selector = Selector.open();
  private final List<Person> people = new ArrayList<>();
  private final Said said;
  private final List<Double> millis = new ArrayList<>();
  private long deliveries;
  private int speaker;

  /**
   * The results of a run.
   *
   * @param deliveries the number of lines received, summed over all members
   * @param millis for each line, the time in milliseconds until all members had received the line
   */
  record Outcome(long deliveries, List<Double> millis) {}

  private RoomLoad(int count) throws IOException {
    said = new Said(LINE_BYTES, count);
  }

  /**
   * Connects {@code count} members to the hub, sends their names, and waits until each has received
   * the welcome message.
   */
  static RoomLoad enter(InetSocketAddress hub, int count) throws IOException {
    var room = new RoomLoad(count);
    for (int number = 0; number < count; number++) {
      var channel = SocketChannel.open(hub);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_LINGER, 0); // close() leaves no port in TIME_WAIT
      channel.configureBlocking(false);
      var person = room.new Person(channel);
      channel.register(room.selector, SelectionKey.OP_READ, person);
      room.people.add(person);
      person.say(("p" + number + "\n").getBytes(US_ASCII));
      while (!person.welcome) {
        room.listen(TIMEOUT.toMillis());
      }
    }
    return room;
  }

  /**
   * Sends lines for {@code time}, and receives until all members have received all lines.
   *
   * @param linesPerSecond the rate at which lines are sent; the actual rate is lower if {@code
   *     linesMax} is reached
   * @param linesMax the maximum number of lines in flight
   */
  Outcome speak(double linesPerSecond, int linesMax, Duration time) throws IOException {
    deliveries = 0;
    millis.clear();
    long start = System.nanoTime();
    long lines = 0;
    long elapsed = 0;
    while (elapsed < time.toNanos() || said.onTheWay() > 0) {
      double due = elapsed < time.toNanos() ? elapsed / 1e9 * linesPerSecond : 0;
      while (lines < due && said.onTheWay() < linesMax) {
        people.get(speaker++ % people.size()).say(said.next());
        lines++;
      }
      listen(said.onTheWay() < linesMax ? 1 : TIMEOUT.toMillis());
      elapsed = System.nanoTime() - start;
    }
    return new Outcome(deliveries, List.copyOf(millis));
  }

  private void listen(long timeoutMillis) throws IOException {
    int heard =
        selector.select(
            key -> {
              if (key.attachment() instanceof Person person) {
                person.hear();
              }
            },
            timeoutMillis);
    if (heard == 0 && timeoutMillis == TIMEOUT.toMillis()) {
      throw new IOException("no line received within " + TIMEOUT);
    }
  }

  @Override
  public void close() throws IOException {
    for (Person person : people) {
      person.channel.close();
    }
    selector.close();
  }

  /** A member of the room. */
  private final class Person {
    private final SocketChannel channel;
    private final ByteBuffer room = ByteBuffer.allocate(16 * 1024);
    private boolean welcome;
    private long lastHeard;

    Person(SocketChannel channel) {
      this.channel = channel;
    }

    void say(byte[] line) throws IOException {
      if (channel.write(ByteBuffer.wrap(line)) < line.length) {
        throw new IOException("the send buffer of the kernel is full");
      }
    }

    void hear() {
      try {
        if (channel.read(room) < 0) {
          throw new IOException("the hub closed the connection");
        }
        room.flip();
        int length = lineLength();
        while (length > 0) {
          room.position(room.position() + length);
          length = lineLength();
        }
        room.compact();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Checks the next line that this member has received. Returns its length in bytes, or 0 if the
     * line is not complete yet.
     */
    private int lineLength() throws IOException {
      if (room.hasRemaining() && room.get(room.position()) == '-') {
        byte[] line = firstLine(); // a message of the hub, which may arrive between any two lines
        welcome |= new String(line, US_ASCII).contains("/help"); // the last line of the welcome
        return line.length;
      }
      Said.Heard expected = said.get(lastHeard + 1);
      if (expected == null) {
        byte[] line = firstLine();
        if (line.length == 0) {
          return 0;
        }
        expected = said.first(lastHeard + 1, line);
      } else if (room.remaining() < expected.length()) {
        return 0;
      }
      if (!expected.isAt(room.array(), room.position())) {
        throw new IOException("a member received another line than the first member");
      }
      lastHeard++;
      deliveries++;
      long nanos = said.heardBy(lastHeard, expected);
      if (nanos >= 0) {
        millis.add(nanos / 1e6);
      }
      return expected.length();
    }

    private byte[] firstLine() {
      for (int end = room.position(); end < room.limit(); end++) {
        if (room.get(end) == '\n') {
          byte[] line = new byte[end + 1 - room.position()];
          room.get(room.position(), line);
          return line;
        }
      }
      return new byte[0];
    }
  }
}
