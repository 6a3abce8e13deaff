package switchboard.scan;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.Capability;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Engine;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.WakeList;
import switchboard.testkit.MemoryEngine;

/**
 * An engine in memory, in which a test decides the outcome of connects to each port. Thread-safe.
 */
final class ScriptedEngine implements Engine {
  private final MemoryEngine memory = new MemoryEngine();
  private final IntFunction<Event> script;
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger openMost = new AtomicInteger();
  final AtomicInteger started = new AtomicInteger();

  /** The outcome of a connect. */
  sealed interface Event {
    /** The connect has the outcome that the engine in memory produces. */
    Event MEMORY = new Plain();

    /** The connect is never answered. */
    Event SILENCE = new Plain();

    /** The connect fails when it is started. */
    record AtOnce(SystemError.Kind kind, String words) implements Event {}

    /** The connect fails when it completes. */
    record Later(SystemError.Kind kind, String words) implements Event {}
  }

  private static final class Plain implements Event {}

  ScriptedEngine(IntFunction<Event> script) {
    this.script = script;
  }

  Network network() {
    return Network.over(this);
  }

  @Override
  public ConnectHandle connect(Address remote, Options options) throws IOException {
    started.incrementAndGet();
    int port = ((Address.Inet) remote).port();
    return switch (script.apply(port)) {
      case Event.AtOnce(var kind, var words) -> throw new SystemError(kind, words);
      case Event.Later(var kind, var words) -> new Stuck(new SystemError(kind, words));
      case Plain plain when plain == Event.SILENCE -> new Stuck(null);
      case Plain _ -> memory.connect(remote, options);
    };
  }

  /** A connect that fails when it completes, or never completes. */
  private final class Stuck implements ConnectHandle {
    private final @Nullable SystemError outcome;
    private final WakeList wakes = new WakeList();

    Stuck(@Nullable SystemError outcome) {
      this.outcome = outcome;
      openMost.accumulateAndGet(open.incrementAndGet(), Math::max);
    }

    @Override
    public StreamHandle finish() throws IOException {
      wakes.await(() -> false);
      throw SystemError.closed();
    }

    @Override
    public @Nullable StreamHandle tryFinish() throws IOException {
      if (outcome != null) {
        throw outcome;
      }
      return null;
    }

    @Override
    public Registration onReady(Interest interest, Runnable wake) {
      return wakes.add(wake);
    }

    @Override
    public ConnectionOptions options() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      open.decrementAndGet();
      wakes.fire();
    }
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Set<Capability> capabilities() {
    return memory.capabilities();
  }

  @Override
  public ListenerHandle listen(Address local, Options options) throws IOException {
    return memory.listen(local, options);
  }

  @Override
  public DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options)
      throws IOException {
    return memory.bind(local, remote, options);
  }

  @Override
  public void close() {
    memory.close();
  }
}
