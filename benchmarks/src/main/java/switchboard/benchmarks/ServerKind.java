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

/** The servers written in Java that the benchmarks measure. */
enum ServerKind {
  /**
   * An echo server that uses only the JDK, on virtual threads: the baseline with which other
   * servers are compared.
   */
  BARE("bare SocketChannel", "nio") {
    @Override
    int listen() throws IOException {
      var listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      Thread.ofVirtual().start(() -> quietly(() -> acceptBare(listener)));
      return listener.socket().getLocalPort();
    }
  },
  /**
   * An echo server with connections of this library, but without the library's class {@code
   * Server}.
   */
  CONNECTION("Connection, own accept loop", "nio") {
    @Override
    int listen() throws IOException {
      var listener = Network.system().listen("127.0.0.1:0");
      Thread.ofVirtual().start(() -> quietly(() -> accept(listener)));
      return portOf(listener.local());
    }
  },
  /** An echo server with the library's class {@code Server}, whose handler calls read and write. */
  LOOP("Server, read and write", "nio") {
    @Override
    int listen() throws IOException {
      return serve(ServerKind::echo);
    }
  },
  /**
   * An echo server with the library's class {@code Server}, whose handler calls {@code transferTo}.
   * This is the simplest way to write an echo server with the library.
   */
  TRANSFER("Server, transferTo", "nio") {
    @Override
    int listen() throws IOException {
      return serve(new EchoHandler());
    }
  },
  /** An echo server with the Linux engine (epoll), on virtual threads of the JDK's scheduler. */
  EPOLL("epoll, virtual threads", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(new EchoHandler());
    }
  },
  /** An echo server with the Linux engine (epoll), on event loops. */
  EPOLL_LOOPS("epoll, event loops", "epoll") {
    @Override
    int listen() throws IOException {
      var setup =
          Server.builder(new EchoHandler()).listen("127.0.0.1:0").strategy(Strategy.EVENT_LOOPS);
      return portOf(setup.start().addresses().getFirst());
    }
  },
  /** An echo server with the portable engine (nio), on virtual threads of the JDK's scheduler. */
  NIO("nio, virtual threads", "nio") {
    @Override
    int listen() throws IOException {
      return serve(new EchoHandler());
    }
  },
  /** An echo server that uses a selector of the JDK directly. */
  SELECTOR("JDK selector, by hand", "nio") {
    @Override
    int listen() throws IOException {
      return SelectorEcho.listen();
    }
  },
  /** An echo server with Netty and its NIO transport. */
  NETTY_NIO("Netty, nio", "nio") {
    @Override
    int listen() {
      return NettyEcho.nio();
    }
  },
  /** An echo server with Netty and its epoll transport. */
  NETTY_EPOLL("Netty, epoll", "nio") {
    @Override
    int listen() {
      return NettyEcho.epoll();
    }
  },
  /** An echo server with Netty and its io_uring transport. */
  NETTY_URING("Netty, io_uring", "nio") {
    @Override
    int listen() {
      return NettyEcho.uring();
    }
  },
  /** An echo server with Vert.x, which uses Netty. */
  VERTX("Vert.x", "nio") {
    @Override
    int listen() {
      return VertxEcho.listen();
    }
  },
  /** A server that echoes length-prefixed messages, with the Linux engine on event loops. */
  FRAMES_LOOPS("epoll, event loops", "epoll") {
    @Override
    int listen() throws IOException {
      var setup =
          Server.builder(ServerKind::frames).listen("127.0.0.1:0").strategy(Strategy.EVENT_LOOPS);
      return portOf(setup.start().addresses().getFirst());
    }
  },
  /**
   * A server that echoes length-prefixed messages, with the Linux engine on virtual threads of the
   * JDK's scheduler.
   */
  FRAMES_VIRTUAL("epoll, virtual threads", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(ServerKind::frames);
    }
  },
  /** A server that echoes length-prefixed messages, with Netty and its NIO transport. */
  NETTY_FRAMES_NIO("Netty, nio", "nio") {
    @Override
    int listen() {
      return NettyEcho.framesNio();
    }
  },
  /** A server that echoes length-prefixed messages, with Netty and its epoll transport. */
  NETTY_FRAMES_EPOLL("Netty, epoll", "nio") {
    @Override
    int listen() {
      return NettyEcho.framesEpoll();
    }
  },
  /** A server that echoes length-prefixed messages, with Netty and its io_uring transport. */
  NETTY_FRAMES_URING("Netty, io_uring", "nio") {
    @Override
    int listen() {
      return NettyEcho.framesUring();
    }
  },
  /** A server that receives bytes and discards them, with the Linux engine. */
  SWALLOW_EPOLL("takes and forgets, epoll", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::forget);
    }
  },
  /** A server that receives bytes and discards them, with the portable engine. */
  SWALLOW_NIO("takes and forgets, nio", "nio") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::forget);
    }
  },
  /** A server that receives bytes into a file with {@code transferTo}. */
  INTO_FILE("into a file, transferTo", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::intoFile);
    }
  },
  /** A server that receives bytes into a file through a buffer. */
  INTO_FILE_COPIED("into a file, read and write", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::intoFileCopied);
    }
  },
  /** The chat hub with the Linux engine. */
  HUB_EPOLL("hub, epoll", "epoll") {
    @Override
    int listen() throws IOException {
      return HUB.listen();
    }
  },
  /** The chat hub with the portable engine. */
  HUB("hub, nio", "nio") {
    @Override
    int listen() throws IOException {
      // All clients of the load generator have the same address, so the default limits of the chat
      // would reject most of them.
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

  /** Returns the name of the engine that the server's process uses. */
  String engine() {
    return engine;
  }

  /** Starts the server in this process on a free port of 127.0.0.1. Returns the port. */
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

  /**
   * Holds the codec of the length-prefixed messages. The codec is in a separate class, so that only
   * servers that use the codec load it.
   */
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
      // Expected: the load generator resets its connections when it has finished.
    }
  }

  @Override
  public String toString() {
    return label;
  }
}
