package switchboard.cli.serving;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * A process with many clients of a server, on one thread and from many loopback addresses. Connects
 * the clients in steps, sends the messages of the given kind, and runs until EOF on standard input.
 * Prints {@code ready} when all clients are connected, and {@code blocked} when the server has not
 * received or sent anything for a second. Arguments: PORT KIND CALLERS ADDRESSES.
 */
final class CrowdProgram {
  private static final int STEP = 1_000;

  /** The maximum run time, in case the test does not end the process. */
  private static final long TIME_MAX_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** The behaviour of the clients. */
  enum Kind {
    /** Send nothing. */
    IDLE(false, false),
    /** Request much output from a hub, and read nothing. */
    DEAF(true, false),
    /** Send bytes to an echo server as fast as the server receives them, and read nothing. */
    DEAF_BYTES(true, false),
    /** Send HTTP requests, and read no response. */
    DEAF_REQUESTS(true, false),
    /** Offer files with a name that is rejected, and read no response. */
    DEAF_OFFERS(true, false),
    /** Send chat lines as fast as possible. */
    LINES(true, true),
    /** Change nicks and create rooms as fast as possible. */
    NAMES(true, true),
    /** Send one empty file each. */
    FILES(false, true),
    /** Announce a file of 64 GiB, and send one byte of the file. */
    HOARD(false, true);

    private final boolean repeats;
    private final boolean reads;

    Kind(boolean repeats, boolean reads) {
      this.repeats = repeats;
      this.reads = reads;
    }

    /** Returns the message of a client in this round. */
    byte[] message(int caller, long round) {
      return this == DEAF_OFFERS
          ? offers(round)
          : text(caller, round).getBytes(StandardCharsets.UTF_8);
    }

    private String text(int caller, long round) {
      return switch (this) {
        case IDLE, DEAF_OFFERS -> "";
        case DEAF -> round == 0 ? "deaf" + caller + "\n" : "/help\n";
        case DEAF_BYTES -> "x".repeat(4096);
        case DEAF_REQUESTS -> "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20);
        case LINES -> round == 0 ? "loud" + caller + "\n" : "x".repeat(200) + "\n";
        case NAMES ->
            round % 2 == 0
                ? "/nick n" + caller + "x" + round + "\n"
                : "/join room" + caller + "x" + round + "\n";
        case FILES -> "file" + caller + "<SEPARATOR>0";
        case HOARD -> "hoard" + caller + "<SEPARATOR>" + (1L << 36) + "x";
      };
    }

    /** Returns the greeting of docs/protocols/transfer.md, and 20 offers of {@code ..}. */
    private static byte[] offers(long round) {
      var bytes = ByteBuffer.allocate(4096);
      if (round == 0) {
        bytes.put("\u0089SBX\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        frame(bytes, 1, 0, field(1, number(1)));
      }
      for (int i = 1; i <= 20; i++) {
        int file = (int) (round * 20 + i);
        byte[] name = "..".getBytes(StandardCharsets.UTF_8);
        frame(bytes, 2, file, field(2, name), field(3, number(1)));
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static byte[] number(long number) {
      return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static ByteBuffer field(int tag, byte[] value) {
      var field = ByteBuffer.allocate(3 + value.length);
      return field.put((byte) tag).putShort((short) value.length).put(value).flip();
    }

    private static void frame(ByteBuffer target, int type, int file, ByteBuffer... fields) {
      int length = Arrays.stream(fields).mapToInt(ByteBuffer::remaining).sum() + Integer.BYTES;
      int start = target.position();
      target.put((byte) type).putInt(file).putInt(length);
      target.putInt(check(target, start));
      start = target.position();
      for (ByteBuffer field : fields) {
        target.put(field);
      }
      target.putInt(check(target, start));
    }

    private static int check(ByteBuffer target, int start) {
      var sum = new CRC32C();
      sum.update(target.slice(start, target.position() - start));
      return (int) sum.getValue();
    }
  }

  private final Kind kind;
  private final InetSocketAddress hub;
  private final Selector selector = Selector.open();
  private final ByteBuffer scrap = ByteBuffer.allocateDirect(64 * 1024);

  private CrowdProgram(Kind kind, int port) throws IOException {
    this.kind = kind;
    this.hub = new InetSocketAddress(address(1), port);
  }

  private static InetAddress address(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  /** The state of one client. */
  private static final class Caller {
    private final int number;
    private long round;
    private ByteBuffer unsent = ByteBuffer.allocate(0);

    Caller(int number) {
      this.number = number;
    }
  }

  /** Runs the clients. */
  public static void main(String... arguments) throws IOException {
    var crowd = new CrowdProgram(Kind.valueOf(arguments[1]), Integer.parseInt(arguments[0]));
    Thread.ofPlatform().daemon().start(CrowdProgram::endWithInput);
    crowd.run(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // The test sends nothing, and closes the pipe.
      }
    } catch (IOException gone) {
      // The test has ended.
    }
    Runtime.getRuntime().halt(0);
  }

  private void run(int callers, int addresses) throws IOException {
    long end = System.nanoTime() + TIME_MAX_NANOS;
    for (int i = 0; i < callers; i++) {
      connect(i, addresses);
      if (i % 10 == 0) {
        serve(0);
      }
      if ((i + 1) % STEP == 0) {
        System.out.println("step " + (i + 1));
      }
    }
    System.out.println("ready");
    int blocked = 0;
    while (System.nanoTime() < end) {
      blocked = serve(100) ? 0 : blocked + 1;
      if (blocked == 10) {
        System.out.println("blocked");
      }
    }
  }

  private void connect(int number, int addresses) throws IOException {
    SocketChannel channel = SocketChannel.open();
    int address = 2 + number % addresses; // the normal user has 127.0.0.1
    channel.bind(new InetSocketAddress(address(address), 0));
    if (kind.name().startsWith("DEAF_")) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096); // few responses fill this buffer
    }
    channel.connect(hub);
    channel.configureBlocking(false);
    int interest = kind.reads || kind == Kind.IDLE ? SelectionKey.OP_READ : 0;
    boolean writes = kind != Kind.IDLE;
    channel.register(selector, interest | (writes ? SelectionKey.OP_WRITE : 0), new Caller(number));
  }

  /** Waits for ready sockets, and serves them. Returns false after a timeout. */
  private boolean serve(long millis) throws IOException {
    selector.select(millis);
    List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
    selector.selectedKeys().clear();
    for (SelectionKey key : ready) {
      try {
        serve(key);
      } catch (IOException rejected) {
        key.channel().close();
      }
    }
    return !ready.isEmpty();
  }

  private void serve(SelectionKey key) throws IOException {
    var channel = (SocketChannel) key.channel();
    var caller = (Caller) key.attachment();
    if (key.isReadable() && channel.read(scrap.clear()) < 0) {
      channel.close();
      return;
    }
    if (key.isWritable()) {
      write(key, channel, caller);
    }
  }

  private void write(SelectionKey key, SocketChannel channel, Caller caller) throws IOException {
    if (!caller.unsent.hasRemaining()) {
      caller.unsent = ByteBuffer.wrap(kind.message(caller.number, caller.round++));
    }
    channel.write(caller.unsent);
    if (!kind.repeats && !caller.unsent.hasRemaining()) {
      key.interestOps(key.interestOps() & ~SelectionKey.OP_WRITE);
      if (kind == Kind.FILES) {
        channel.shutdownOutput();
      }
    }
  }
}
