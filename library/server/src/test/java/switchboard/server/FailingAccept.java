package switchboard.server;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Options;
import switchboard.net.spi.Capability;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Engine;
import switchboard.net.spi.ListenerHandle;
import switchboard.testkit.MemoryEngine;

/** A network in memory whose listeners run an action, such as failing, before each accept. */
final class FailingAccept implements Engine {
  private final MemoryEngine memory = new MemoryEngine();
  private final Before before;

  /** An action before an accept. */
  interface Before {
    void run() throws IOException;
  }

  FailingAccept(Before before) {
    this.before = before;
  }

  @Override
  public ListenerHandle listen(Address local, Options options) throws IOException {
    ListenerHandle listener = memory.listen(local, options);
    var failing =
        Proxy.newProxyInstance(
            ListenerHandle.class.getClassLoader(),
            new Class<?>[] {ListenerHandle.class},
            (_, method, arguments) -> {
              if (method.getName().equals("accept")) {
                before.run();
              }
              try {
                return method.invoke(listener, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return (ListenerHandle) failing;
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
