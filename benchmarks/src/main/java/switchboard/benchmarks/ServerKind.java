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

/** The servers that are measured, all on virtual threads. */
enum ServerKind {
  /** Echo with the JDK alone: what the others are compared with. */
  BARE("bare SocketChannel", "nio") {
    @Override
    int listen() throws IOException {
      var listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      Thread.ofVirtual().start(() -> quietly(() -> acceptBare(listener)));
      return listener.socket().getLocalPort();
    }
  },
  /** Echo over connections that no server looks after. */
  CONNECTION("Connection, own accept loop", "nio") {
    @Override
    int listen() throws IOException {
      var listener = Network.system().listen("127.0.0.1:0");
      Thread.ofVirtual().start(() -> quietly(() -> accept(listener)));
      return portOf(listener.local());
    }
  },
  /** Echo in a server, by reading and writing. */
  LOOP("Server, read and write", "nio") {
    @Override
    int listen() throws IOException {
      return serve(ServerKind::echo);
    }
  },
  /** Echo in a server, as one would write it. */
  TRANSFER("Server, transferTo", "nio") {
    @Override
    int listen() throws IOException {
      return serve(new EchoHandler());
    }
  },
  /** The same over the kernel's epoll, on the JDK's scheduler. */
  EPOLL("epoll, virtual threads", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(new EchoHandler());
    }
  },
  /** The same on event loops. */
  EPOLL_LOOPS("epoll, event loops", "epoll") {
    @Override
    int listen() throws IOException {
      var setup =
          Server.builder(new EchoHandler()).listen("127.0.0.1:0").strategy(Strategy.EVENT_LOOPS);
      return portOf(setup.start().addresses().getFirst());
    }
  },
  /** The portable engine on the JDK's scheduler. */
  NIO("nio, virtual threads", "nio") {
    @Override
    int listen() throws IOException {
      return serve(new EchoHandler());
    }
  },
  /** The JDK's selector, by hand. */
  SELECTOR("JDK selector, by hand", "nio") {
    @Override
    int listen() throws IOException {
      return SelectorEcho.listen();
    }
  },
  /** Netty over the JDK. */
  NETTY_NIO("Netty, nio", "nio") {
    @Override
    int listen() {
      return NettyEcho.nio();
    }
  },
  /** Netty over its own epoll. */
  NETTY_EPOLL("Netty, epoll", "nio") {
    @Override
    int listen() {
      return NettyEcho.epoll();
    }
  },
  /** Netty over its own io_uring. */
  NETTY_URING("Netty, io_uring", "nio") {
    @Override
    int listen() {
      return NettyEcho.uring();
    }
  },
  /** Vert.x, which is over Netty. */
  VERTX("Vert.x", "nio") {
    @Override
    int listen() {
      return VertxEcho.listen();
    }
  },
  /** Answers each message of a stream by itself, on event loops. */
  FRAMES_LOOPS("epoll, event loops", "epoll") {
    @Override
    int listen() throws IOException {
      var setup =
          Server.builder(ServerKind::frames).listen("127.0.0.1:0").strategy(Strategy.EVENT_LOOPS);
      return portOf(setup.start().addresses().getFirst());
    }
  },
  /** The same on the JDK's scheduler. */
  FRAMES_VIRTUAL("epoll, virtual threads", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(ServerKind::frames);
    }
  },
  /** Netty's decoder and prepender over the JDK. */
  NETTY_FRAMES_NIO("Netty, nio", "nio") {
    @Override
    int listen() {
      return NettyEcho.framesNio();
    }
  },
  /** Netty's decoder and prepender over its own epoll. */
  NETTY_FRAMES_EPOLL("Netty, epoll", "nio") {
    @Override
    int listen() {
      return NettyEcho.framesEpoll();
    }
  },
  /** Netty's decoder and prepender over its own io_uring. */
  NETTY_FRAMES_URING("Netty, io_uring", "nio") {
    @Override
    int listen() {
      return NettyEcho.framesUring();
    }
  },
  /** Takes what comes and forgets it. */
  SWALLOW_EPOLL("takes and forgets, epoll", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::forget);
    }
  },
  /** Takes what comes and forgets it. */
  SWALLOW_NIO("takes and forgets, nio", "nio") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::forget);
    }
  },
  /** Takes what comes into a file. */
  INTO_FILE("into a file, transferTo", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::intoFile);
    }
  },
  /** Takes what comes into a file, through a buffer. */
  INTO_FILE_COPIED("into a file, read and write", "epoll") {
    @Override
    int listen() throws IOException {
      return serve(Swallowing::intoFileCopied);
    }
  },
  /** The chat hub over the kernel's epoll. */
  HUB_EPOLL("hub, epoll", "epoll") {
    @Override
    int listen() throws IOException {
      return HUB.listen();
    }
  },
  /** The chat hub. */
  HUB("hub, nio", "nio") {
    @Override
    int listen() throws IOException {
      // The load comes from one address, and is a load: no limits.
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

  /** Whether it is one of those that {@link Compare} compares. */
  boolean isCompared() {
    return switch (this) {
      case CONNECTION, LOOP, TRANSFER, HUB, HUB_EPOLL -> false;
      case FRAMES_LOOPS, FRAMES_VIRTUAL -> false;
      case NETTY_FRAMES_NIO, NETTY_FRAMES_EPOLL, NETTY_FRAMES_URING -> false;
      case SWALLOW_EPOLL, SWALLOW_NIO, INTO_FILE, INTO_FILE_COPIED -> false;
      default -> true;
    };
  }

  /** The engine of its process, by name. */
  String engine() {
    return engine;
  }

  /** Starts it in this process; the port of 127.0.0.1 at which it listens. */
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

  /** Loaded by servers of frames alone. */
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
    } catch (IOException gone) {
      // A load that ends resets its connections: nothing to tell.
    }
  }

  @Override
  public String toString() {
    return label;
  }
}
