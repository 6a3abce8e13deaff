package switchboard.server;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.Ticker;
import switchboard.net.spi.Capability;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Engine;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.testkit.MemoryEngine;

/**
 * A network in memory whose server side runs out of memory once: the n-th operation of a listener,
 * an accepted stream or the clock throws an {@link OutOfMemoryError}.
 */
final class FailingMemory implements Engine {
  private final MemoryEngine memory = new MemoryEngine();
  private final AtomicInteger left = new AtomicInteger(-1);
  private final AtomicInteger asked = new AtomicInteger();

  /** Returns the network of the server under test, with its clock. */
  Network network() {
    return Network.over(this).withTicker(new Clock());
  }

  /** Makes the {@code n}-th operation from now fail; 1 means the next operation. */
  void failAt(int n) {
    asked.set(0);
    left.set(n);
  }

  /** Returns whether an operation has failed. */
  boolean hasFailed() {
    return left.get() <= 0;
  }

  private void ask() {
    asked.incrementAndGet();
    if (left.get() > 0 && left.decrementAndGet() == 0) {
      throw new OutOfMemoryError("as if there were no memory");
    }
  }

  private final class Clock implements Ticker {
    @Override
    public long nanos() {
      ask();
      return System.nanoTime();
    }

    @Override
    public void park(Object blocker, long nanosMax) {
      ask();
      LockSupport.parkNanos(blocker, nanosMax);
    }
  }

  /**
   * Returns a view of {@code handle} whose operations may fail. Only close and local never fail,
   * close because it frees memory.
   */
  private <T> T failing(Class<T> type, T handle) {
    Object failing =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              String name = method.getName();
              if (!name.equals("close") && !name.equals("abort") && !name.equals("local")) {
                ask();
              }
              Object result;
              try {
                result = method.invoke(handle, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              return result instanceof StreamHandle stream
                  ? failing(StreamHandle.class, stream)
                  : result;
            });
    return type.cast(failing);
  }

  @Override
  public ListenerHandle listen(Address local, Options options) throws IOException {
    return failing(ListenerHandle.class, memory.listen(local, options));
  }

  @Override
  public String name() {
    return memory.name();
  }

  @Override
  public Set<Capability> capabilities() {
    return memory.capabilities();
  }

  @Override
  public ConnectHandle connect(Address remote, Options options) throws IOException {
    return memory.connect(remote, options);
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
