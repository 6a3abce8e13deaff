package switchboard.cli.console;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Hears SIGINT and SIGTERM, each on a thread of its own. A shutdown hook would hear the first one
 * only. The JDK's one door to signals, sun.misc.Signal, can't be named without a warning that
 * nothing suppresses, so it is called by reflection.
 */
public final class Signals {
  private static final System.Logger LOG = System.getLogger("switchboard.cli");

  private Signals() {}

  /** Hands the number of every signal to {@code action}, in the place of ending the process. */
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
      LOG.log(Level.WARNING, "signals end this process without letting callers finish", e);
    }
  }
}
