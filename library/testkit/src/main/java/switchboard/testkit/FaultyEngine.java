package switchboard.testkit;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Options;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.Capability;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Engine;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EventLoop;
import switchboard.testkit.internal.FaultPlan;
import switchboard.testkit.internal.FaultyStream;
import switchboard.testkit.internal.LossyDatagrams;
import switchboard.testkit.internal.LossyStream;

/**
 * Adds {@link Faults} to another engine, to test how a program handles network errors. Safe for use
 * by several threads.
 *
 * <pre>{@code
 * Faults faults = Faults.seeded(42).resets(0.01).acceptFailures(0.1);
 * try (Network faulty = Network.over(new FaultyEngine(new MemoryEngine(), faults))) {
 *   Listener server = faulty.listen("tcp://127.0.0.1:0");
 * }
 * }</pre>
 *
 * <p>A run can be repeated with the same seed: connects, accepts and datagram sockets are numbered
 * in the order in which they are made. Each of them has its own random generator, and so has each
 * direction of a connection.
 *
 * @since 0.1.0
 */
public final class FaultyEngine implements Engine {
  private final Engine below;
  private final FaultPlan faults;
  private final AtomicLong connects = new AtomicLong();
  private final AtomicLong accepts = new AtomicLong();
  private final AtomicLong datagrams = new AtomicLong();

  /**
   * Creates an engine that adds {@code faults} to the sockets of {@code below}.
   *
   * @param below the engine that makes the sockets; it is closed when this engine is closed
   * @param faults the faults and their probabilities
   */
  public FaultyEngine(Engine below, Faults faults) {
    this.below = below;
    this.faults = faults.plan;
  }

  @Override
  public String name() {
    return "faulty-" + below.name();
  }

  @Override
  public Set<Capability> capabilities() {
    var able = EnumSet.copyOf(below.capabilities());
    able.remove(Capability.ZERO_COPY_SEND); // the bytes must pass through FaultyStream
    able.remove(Capability.ZERO_COPY_RECEIVE);
    able.remove(Capability.PEER_STATE);
    able.remove(Capability.ACKNOWLEDGEMENTS);
    return able;
  }

  @Override
  public Thread.Builder.@Nullable OfVirtual eventLoopThread() {
    return below.eventLoopThread();
  }

  @Override
  public List<EventLoop> eventLoops() {
    return below.eventLoops();
  }

  @Override
  public ConnectHandle connect(Address remote, Options options) throws IOException {
    long number = connects.getAndIncrement();
    ConnectHandle handle = below.connect(remote, options);
    if (faults.chance(FaultPlan.Role.CONNECTS, number).strikes(FaultPlan.Kind.REFUSAL)) {
      return new Refused(handle);
    }
    return new Caller(handle, number);
  }

  @Override
  public ListenerHandle listen(Address local, Options options) throws IOException {
    return new FaultyListener(below.listen(local, options));
  }

  @Override
  public DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options)
      throws IOException {
    DatagramHandle socket = below.bind(local, remote, options);
    long number = datagrams.getAndIncrement();
    return faults.touchesDatagrams()
        ? new LossyDatagrams(socket, faults.chance(FaultPlan.Role.DATAGRAMS, number))
        : socket;
  }

  private StreamHandle late(StreamHandle stream, FaultPlan.Role role, long number) {
    return faults.delaysSegments() ? new LossyStream(stream, faults.chance(role, number)) : stream;
  }

  @Override
  public void close() {
    below.close();
  }

  /**
   * {@return the name of this engine, its faults and seed, and the number of connects and accepts}
   */
  @Override
  public String toString() {
    return name() + ", " + connects + " connects, " + accepts + " accepts, " + faults;
  }

  private static final class Refused implements ConnectHandle {
    private final ConnectHandle unused;

    Refused(ConnectHandle unused) {
      this.unused = unused;
    }

    @Override
    public StreamHandle finish() throws IOException {
      throw new SystemError(SystemError.Kind.REFUSED, "Connection refused", "ECONNREFUSED");
    }

    @Override
    public @Nullable StreamHandle tryFinish() throws IOException {
      return finish();
    }

    @Override
    public Registration onReady(Interest interest, Runnable wake) {
      wake.run();
      return () -> {};
    }

    @Override
    public ConnectionOptions options() {
      return unused.options();
    }

    @Override
    public void close() throws IOException {
      unused.close();
    }
  }

  private final class Caller implements ConnectHandle {
    private final ConnectHandle handle;
    private final long number;

    Caller(ConnectHandle handle, long number) {
      this.handle = handle;
      this.number = number;
    }

    private StreamHandle faulty(StreamHandle stream) {
      return new FaultyStream(
          late(stream, FaultPlan.Role.TO_CALLER, number),
          faults.chance(FaultPlan.Role.CALLER_READS, number),
          faults.chance(FaultPlan.Role.CALLER_WRITES, number));
    }

    @Override
    public StreamHandle finish() throws IOException {
      return faulty(handle.finish());
    }

    @Override
    public @Nullable StreamHandle tryFinish() throws IOException {
      StreamHandle stream = handle.tryFinish();
      return stream == null ? null : faulty(stream);
    }

    @Override
    public Registration onReady(Interest interest, Runnable wake) {
      return handle.onReady(interest, wake);
    }

    @Override
    public ConnectionOptions options() {
      return handle.options();
    }

    @Override
    public void close() throws IOException {
      handle.close();
    }
  }

  private final class FaultyListener implements ListenerHandle {
    private final ListenerHandle handle;
    private final AtomicLong tries = new AtomicLong();

    FaultyListener(ListenerHandle handle) {
      this.handle = handle;
    }

    private void mayFail() throws SystemError {
      long number = tries.getAndIncrement();
      if (faults.chance(FaultPlan.Role.ACCEPTS, number).strikes(FaultPlan.Kind.ACCEPT_FAILURE)) {
        throw new SystemError(SystemError.Kind.OUT_OF_DESCRIPTORS, "Too many open files", "EMFILE");
      }
    }

    private StreamHandle faulty(StreamHandle stream) {
      long number = accepts.getAndIncrement();
      return new FaultyStream(
          late(stream, FaultPlan.Role.TO_CALLED, number),
          faults.chance(FaultPlan.Role.CALLED_READS, number),
          faults.chance(FaultPlan.Role.CALLED_WRITES, number));
    }

    @Override
    public StreamHandle accept() throws IOException {
      mayFail();
      return faulty(handle.accept());
    }

    @Override
    public @Nullable StreamHandle tryAccept() throws IOException {
      mayFail();
      StreamHandle stream = handle.tryAccept();
      return stream == null ? null : faulty(stream);
    }

    @Override
    public Address local() {
      return handle.local();
    }

    @Override
    public Registration onReady(Interest interest, Runnable wake) {
      return handle.onReady(interest, wake);
    }

    @Override
    public ConnectionOptions options() {
      return handle.options();
    }

    @Override
    public void close() throws IOException {
      handle.close();
    }
  }
}
