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

/**
 * A network in memory whose datagram sockets run an action, such as failing, before each receive.
 */
final class FailingReceive implements Engine {
  private final MemoryEngine memory = new MemoryEngine();
  private final FailingAccept.Before before;

  FailingReceive(FailingAccept.Before before) {
    this.before = before;
  }

  @Override
  public DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options)
      throws IOException {
    DatagramHandle socket = memory.bind(local, remote, options);
    var failing =
        Proxy.newProxyInstance(
            DatagramHandle.class.getClassLoader(),
            new Class<?>[] {DatagramHandle.class},
            (_, method, arguments) -> {
              if (method.getName().startsWith("receive")) {
                before.run();
              }
              try {
                return method.invoke(socket, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return (DatagramHandle) failing;
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
  public ListenerHandle listen(Address local, Options options) throws IOException {
    return memory.listen(local, options);
  }

  @Override
  public void close() {
    memory.close();
  }
}
