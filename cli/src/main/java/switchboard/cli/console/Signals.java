package switchboard.cli.console;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Handles SIGINT and SIGTERM. A shutdown hook would run only for the first signal. The only API of
 * the JDK that handles each signal is sun.misc.Signal. Direct use of sun.misc.Signal causes a
 * compiler warning that cannot be suppressed, so this class uses reflection.
 */
public final class Signals {
  private static final System.Logger LOG = System.getLogger("switchboard.cli");

  private Signals() {}

  /**
   * Makes each SIGINT and SIGTERM call {@code action} with the number of the signal, instead of
   * ending the process. The action runs on a new thread for each signal. Logs a warning if signals
   * cannot be handled.
   */
  public static void onEach(IntConsumer action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      var number = signal.getMethod("getNumber");
      var handle = signal.getMethod("handle", signal, handler);
      InvocationHandler body =
          (proxy, method, arguments) -> {
            if (!method.getName().equals("handle")) {
              return method.invoke(action, arguments);
            }
            action.accept((int) number.invoke(arguments[0]));
            return null;
          };
      Object handling =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, body);
      for (String name : new String[] {"INT", "TERM"}) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "cannot handle signals: SIGINT and SIGTERM end this process without waiting for its connections",
          e);
    }
  }
}
