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

  /** Starts the threads of a server whose sockets are bound. */
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

  /** Implementation of {@link DatagramServer#unknownDestination}. */
  public static @Nullable String unknownDestination(Network network, Address local) {
    boolean wildcard = local instanceof Address.Inet inet && inet.ip().isAnyLocalAddress();
    return wildcard && !network.capabilities().contains(Capability.DATAGRAM_DESTINATION)
        ? "replies from "
            + Endpoint.of(local).withScheme("udp")
            + " may have another source address than the address to which the client sent; the"
            + " engine "
            + network.engineName()
            + " cannot determine that address; bind to one address, such as udp://127.0.0.1:7007,"
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
        .orElse(sockets.getFirst()); // a send from this socket reports the error
  }

  private static boolean reaches(Address local, Address target) {
    if (local instanceof Address.Inet near && target instanceof Address.Inet far) {
      boolean dualStack = near.isIpv6() && near.ip().isAnyLocalAddress();
      return dualStack || near.isIpv6() == far.isIpv6();
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
    var failed = new IOException("socket " + socket.local() + " failed: " + cause, cause);
    failure.compareAndSet(null, failed);
    log.write(Level.ERROR, failed, "the datagram server stops");
    sockets.forEach(Datagrams::close);
  }

  boolean isClosing() {
    return closing;
  }

  void receiverEnded() {
    receiving.countDown();
    over.fire();
  }

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
        log.write(Level.ERROR, "a datagram handler is still running after the grace period");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the sockets are closed without waiting for the handlers
    } finally {
      sockets.forEach(Datagrams::close);
    }
    log.finish();
  }

  @Override
  public String toString() {
    return "datagram server at "
        + String.join(", ", endpoints().stream().map(Endpoint::toString).toList())
        + ": "
        + network;
  }
}
