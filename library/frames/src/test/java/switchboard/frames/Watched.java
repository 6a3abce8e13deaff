package switchboard.frames;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.internal.SlowConsumer;

/** Records the threads that write to a connection, and can make writes fail. Thread-safe. */
final class Watched {
  private final List<Thread> writers = new CopyOnWriteArrayList<>();
  private final List<String> slow = new CopyOnWriteArrayList<>();
  private volatile @Nullable Throwable failure;

  /** Returns a view of {@code connection} that records each write before it makes the write. */
  Connection watch(Connection connection) {
    var watched =
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class, SlowConsumer.class},
            (_, method, arguments) -> {
              if (method.getName().equals("slowConsumer")) {
                slow.add(arguments[0] + (connection.isOpen() ? "" : ", after the abort"));
                return null;
              }
              if (method.getName().equals("write")) {
                note();
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return (Connection) watched;
  }

  private void note() throws Throwable {
    writers.add(Thread.currentThread());
    Throwable planned = failure;
    if (planned != null) {
      throw planned;
    }
  }

  void failWith(Throwable planned) {
    failure = planned;
  }

  /** Returns the reports that the peer reads too slowly. */
  List<String> slow() {
    return slow;
  }

  /** Returns the number of writes. */
  int writes() {
    return writers.size();
  }

  /** Returns the thread that made the most recent write. */
  Thread lastWriter() {
    return writers.getLast();
  }
}
