package switchboard.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import switchboard.chat.ChatLimits;
import switchboard.echo.EchoHandler;
import switchboard.frames.Codec;
import switchboard.frames.FramedConnection;
import switchboard.frames.Size;
import switchboard.hub.Hub;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Slice;
import switchboard.server.ConnectionHandler;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.server.Strategy;

/** The servers to measure. */
enum ServerKind {
  /** Echo with the JDK only, on virtual threads: the baseline of the others. */
  BARE("bare SocketChannel", "nio") {
    @Override
    int listen() throws IOException {
      var listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      Thread.ofVirtual().start(() -> quietly(() -> acceptBare(listener)));
      return listener.socket().getLocalPort();
    }
  },
  /** Echo over connections of the library, without its server. */
  CONNECTION("Connection, own accept loop", "nio") {
    @Override
    int listen() throws IOException {
      var listener = Network.system().listen("127.0.0.1:0");
      Thread.ofVirtual().start(() -> quietly(() -> accept(listener)));
      return portOf(listener.local());
    }
  },
  /** Echo in a server, with read and write. */
  LOOP("Server, read and write", "nio") {
    @Override
    int listen() throws IOException {
      return serve(ServerKind::echo);
    }
  },
  /** Echo in a server with {@code transferTo}, which is the simplest code. */
  TRANSFER("Server, transferTo", "nio") {
    @Override
    int listen() throws IOException {
      return serve(new EchoHandler());
    }
  },
  /** Echo over the Linux engine (epoll), on virtual threads of the JDK's scheduler. */
  EPOLL("epoll, virtual threads", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(new EchoHandler());
    }
  },
  /** Echo over the Linux engine, on event loops. */
  EPOLL_LOOPS("epoll, event loops", "epoll") {
    @Override
    int listen() throws IOException {
      var setup =
          Server.builder(new EchoHandler()).listen("127.0.0.1:0").strategy(Strategy.EVENT_LOOPS);
      return portOf(setup.start().addresses().getFirst());
    }
  },
  /** Echo over the portable engine, on virtual threads of the JDK's scheduler. */
  NIO("nio, virtual threads", "nio") {
    @Override
    int listen() throws IOException {
      return serve(new EchoHandler());
    }
  },
  /** Echo written with a selector of the JDK. */
  SELECTOR("JDK selector, by hand", "nio") {
    @Override
    int listen() throws IOException {
      return SelectorEcho.listen();
    }
  },
  /** Netty with its NIO transport. */
  NETTY_NIO("Netty, nio", "nio") {
    @Override
    int listen() {
      return NettyEcho.nio();
    }
  },
  /** Netty with its epoll transport. */
  NETTY_EPOLL("Netty, epoll", "nio") {
    @Override
    int listen() {
      return NettyEcho.epoll();
    }
  },
  /** Netty with its io_uring transport. */
  NETTY_URING("Netty, io_uring", "nio") {
    @Override
    int listen() {
      return NettyEcho.uring();
    }
  },
  /** Vert.x, which is built on Netty. */
  VERTX("Vert.x", "nio") {
    @Override
    int listen() {
      return VertxEcho.listen();
    }
  },
  /** Echo of length-prefixed messages, on event loops. */
  FRAMES_LOOPS("epoll, event loops", "epoll") {
    @Override
    int listen() throws IOException {
      var setup =
          Server.builder(ServerKind::frames).listen("127.0.0.1:0").strategy(Strategy.EVENT_LOOPS);
      return portOf(setup.start().addresses().getFirst());
    }
  },
  /** Echo of length-prefixed messages, on virtual threads of the JDK's scheduler. */
  FRAMES_VIRTUAL("epoll, virtual threads", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(ServerKind::frames);
    }
  },
  /** Echo of length-prefixed messages with Netty's NIO transport. */
  NETTY_FRAMES_NIO("Netty, nio", "nio") {
    @Override
    int listen() {
      return NettyEcho.framesNio();
    }
  },
  /** Echo of length-prefixed messages with Netty's epoll transport. */
  NETTY_FRAMES_EPOLL("Netty, epoll", "nio") {
    @Override
    int listen() {
      return NettyEcho.framesEpoll();
    }
  },
  /** Echo of length-prefixed messages with Netty's io_uring transport. */
  NETTY_FRAMES_URING("Netty, io_uring", "nio") {
    @Override
    int listen() {
      return NettyEcho.framesUring();
    }
  },
  /** Receives and discards, over the Linux engine. */
  SWALLOW_EPOLL("takes and forgets, epoll", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::forget);
    }
  },
  /** Receives and discards, over the portable engine. */
  SWALLOW_NIO("takes and forgets, nio", "nio") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::forget);
    }
  },
  /** Receives into a file with {@code transferTo}. */
  INTO_FILE("into a file, transferTo", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::intoFile);
    }
  },
  /** Receives into a file through a buffer. */
  INTO_FILE_COPIED("into a file, read and write", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::intoFileCopied);
    }
  },
  /** The chat hub over the Linux engine. */
  HUB_EPOLL("hub, epoll", "epoll") {
    @Override
    int listen() throws IOException {
      return HUB.listen();
    }
  },
  /** The chat hub over the portable engine. */
  HUB("hub, nio", "nio") {
    @Override
    int listen() throws IOException {
      // All clients of the load have one address, which the default chat limits would reject.
      var hub =
          new Hub()
              .limits(Limits.standard())
              .chatLimits(ChatLimits.none())
              .start(Network.system(), List.of(Endpoint.tcp("127.0.0.1", 0)));
      return portOf(hub.addresses().getFirst());
    }
  };

  private static final int BACKLOG = 1024;
  private static final int BUFFER_BYTES = 4 * 1024;

  private final String label;
  private final String engine;

  ServerKind(String label, String engine) {
    this.label = label;
    this.engine = engine;
  }

  /** Returns whether {@link Compare} measures this server. */
  boolean isCompared() {
    return switch (this) {
      case CONNECTION, LOOP, TRANSFER, HUB, HUB_EPOLL -> false;
      case FRAMES_LOOPS, FRAMES_VIRTUAL -> false;
      case NETTY_FRAMES_NIO, NETTY_FRAMES_EPOLL, NETTY_FRAMES_URING -> false;
      case SWALLOW_EPOLL, SWALLOW_NIO, INTO_FILE, INTO_FILE_COPIED -> false;
      default -> true;
    };
  }

  /** Returns the name of the engine in the server's process. */
  String engine() {
    return engine;
  }

  /** Starts the server in this process on 127.0.0.1. Returns its port. */
  abstract int listen() throws IOException;

  private static int serve(ConnectionHandler service) throws IOException {
    return portOf(Server.listen("127.0.0.1:0", service).addresses().getFirst());
  }

  private static int portOf(Address local) {
    return local instanceof Address.Inet inet ? inet.port() : 0;
  }

  private static void frames(Connection caller) throws Exception {
    var frames = new FramedConnection<>(caller, Frame.CODEC);
    frames.forEach(frames::write);
  }

  /** A separate class, so that only the servers that use the codec load it. */
  private static final class Frame {
    static final Codec<Slice> CODEC = Codec.lengthPrefixed().max(1, Size.MIB).slices();
  }

  private static void acceptBare(ServerSocketChannel listener) throws IOException {
    while (true) {
      SocketChannel caller = listener.accept();
      Thread.ofVirtual().start(() -> quietly(() -> echoBare(caller)));
    }
  }

  private static void echoBare(SocketChannel caller) throws IOException {
    try (caller) {
      var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
      while (caller.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          caller.write(buffer);
        }
        buffer.clear();
      }
    }
  }

  private static void accept(Listener listener) throws IOException {
    while (true) {
      Connection caller = listener.accept();
      Thread.ofVirtual().start(() -> quietly(() -> echo(caller)));
    }
  }

  private static void echo(Connection caller) throws IOException {
    try (caller) {
      var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
      while (caller.read(buffer) >= 0) {
        caller.write(buffer.flip());
        buffer.clear();
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void quietly(Step step) {
    try {
      step.run();
    } catch (IOException lost) {
      // Expected: the load resets its connections at its end.
    }
  }

  @Override
  public String toString() {
    return label;
  }
}
