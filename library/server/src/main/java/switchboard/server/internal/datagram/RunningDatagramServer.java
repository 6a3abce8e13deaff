package switchboard.server.internal.datagram;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.internal.Log;
import switchboard.net.spi.Capability;
import switchboard.net.spi.support.WakeList;
import switchboard.server.DatagramHandler;
import switchboard.server.DatagramServer;
import switchboard.server.Server;

/** Implementation of {@link DatagramServer}. */
public final class RunningDatagramServer implements DatagramServer {
  private final DatagramHandler service;
  private final Network network;
  private final Log log;
  private final DatagramServerCounters counters = new DatagramServerCounters();
  private final List<Datagrams> sockets = new ArrayList<>();
  private final List<DatagramReceiver> receivers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch receiving;
  private final WakeList over = new WakeList();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private volatile boolean closing;

  RunningDatagramServer(DatagramServerBuilder setup) throws IOException {
    this.service = setup.service();
    this.network = setup.network();
    this.log = Log.named("switchboard.server", network.ticker());
    try {
      for (Endpoint endpoint : setup.endpoints()) {
        sockets.addAll(setup.bind(endpoint));
      }
    } catch (IOException | RuntimeException | Error e) {
      sockets.forEach(Datagrams::close);
      throw e;
    }
    this.receiving = new CountDownLatch(sockets.size());
  }

  /** Starts what only a server that is bound everywhere may start. */
  DatagramServer start() {
    log.open();
    for (Datagrams socket : sockets) {
      var receiver = new DatagramReceiver(this, socket);
      receivers.add(receiver);
      threads.add(
          Thread.ofVirtual()
              .name("switchboard-datagrams " + socket.local())
              .unstarted(() -> network.ticker().run(receiver)));
    }
    threads.forEach(Thread::start);
    for (Datagrams socket : sockets) {
      String warning = unknownDestination(network, socket.local());
      if (warning != null) {
        log.write(Level.WARNING, "{}", warning);
      }
    }
    log.write(Level.DEBUG, "started {}", this);
    return this;
  }

  /**
   * Says that answers may leave from another address than was asked, and what helps: for a socket
   * bound to every interface on an engine that cannot tell where a datagram was sent to. A server
   * logs this at WARNING when it starts.
   *
   * @param local the address of the socket
   * @return one sentence, or null where answers leave from the address that was asked
   */
  public static @Nullable String unknownDestination(Network network, Address local) {
    boolean everywhere = local instanceof Address.Inet inet && inet.ip().isAnyLocalAddress();
    return everywhere && !network.capabilities().contains(Capability.DATAGRAM_DESTINATION)
        ? "answers from "
            + Endpoint.of(local).withScheme("udp")
            + " may leave from another address than was asked, since the engine "
            + network.engineName()
            + " cannot tell which one that was; bind to one address, such as udp://127.0.0.1:7007,"
            + " or use the Linux engine"
        : null;
  }

  @Override
  public List<Address> addresses() {
    return sockets.stream().map(Datagrams::local).toList();
  }

  @Override
  public List<Endpoint> endpoints() {
    return addresses().stream().map(at -> Endpoint.of(at).withScheme("udp")).toList();
  }

  @Override
  public Endpoint endpoint() {
    return endpoints().getFirst();
  }

  @Override
  public DatagramServerCounters counters() {
    return counters;
  }

  Log log() {
    return log;
  }

  DatagramHandler service() {
    return service;
  }

  @Override
  public void send(ByteBuffer message, Address target) throws IOException {
    socketFor(target).send(message, target);
    counters.countSent();
  }

  private Datagrams socketFor(Address target) {
    return sockets.stream()
        .filter(socket -> reaches(socket.local(), target))
        .findFirst()
        .orElse(sockets.getFirst()); // which says why it can't
  }

  private static boolean reaches(Address local, Address target) {
    if (local instanceof Address.Inet near && target instanceof Address.Inet far) {
      boolean both = near.isIpv6() && near.ip().isAnyLocalAddress();
      return both || near.isIpv6() == far.isIpv6();
    }
    return false;
  }

  @Override
  public void awaitStop() throws IOException {
    over.await(() -> receiving.getCount() == 0);
    IOException failed = failure.get();
    if (failed != null) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  void fail(Datagrams socket, Throwable cause) {
    var failed = new IOException("receiving at " + socket.local() + " has failed: " + cause, cause);
    failure.compareAndSet(null, failed);
    log.write(Level.ERROR, failed, "a datagram server ends");
    sockets.forEach(Datagrams::close);
  }

  boolean isClosing() {
    return closing;
  }

  void receiverEnded() {
    receiving.countDown();
    over.fire();
  }

  /**
   * Stops: messages that were not yet read are lost, those that are being served are served to
   * their end and may be answered. Blocks until then, for at most {@link Server#GRACE_PERIOD}; what
   * a service is still blocked in then fails. Repeatable. A service may call it too; then it does
   * not block, since it would wait for itself.
   */
  @Override
  public void close() {
    closing = true;
    receivers.forEach(DatagramReceiver::wake);
    if (!threads.contains(Thread.currentThread())) {
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      if (!receiving.await(Server.GRACE_PERIOD.toNanos(), TimeUnit.NANOSECONDS)) {
        log.write(Level.ERROR, "a datagram service doesn't end although the server is closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing was asked for, if not waiting
    } finally {
      sockets.forEach(Datagrams::close);
    }
    log.finish();
  }

  /**
   * Tells where it receives, the engine, and which options of java would make it faster. Logged at
   * DEBUG when it starts.
   */
  @Override
  public String toString() {
    return "datagram server at "
        + String.join(", ", endpoints().stream().map(Endpoint::toString).toList())
        + ": "
        + network;
  }
}
