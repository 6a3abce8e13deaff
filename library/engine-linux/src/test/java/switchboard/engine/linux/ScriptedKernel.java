package switchboard.engine.linux;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The real kernel, of whose calls a test makes some itself. Any thread. */
final class ScriptedKernel {
  private final Libc below = new Libc();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** What a call gives instead. */
  interface Answer {
    /** Gives a result, perhaps that of {@link Real#result}. */
    Object to(Object[] arguments, Real real) throws Throwable;
  }

  /** The call itself. */
  interface Real {
    /** Makes it. */
    Object result() throws Throwable;
  }

  /** From now on the calls of this name are answered so. */
  void on(String call, Answer answer) {
    answers.put(call, answer);
  }

  /** From now on the calls of this name are made again. */
  void restore(String call) {
    answers.remove(call);
  }

  /** As a kernel. */
  Kernel kernel() {
    return (Kernel)
        Proxy.newProxyInstance(
            Kernel.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (_, call, arguments) -> {
              Real real =
                  () -> {
                    try {
                      return call.invoke(below, arguments);
                    } catch (InvocationTargetException thrown) {
                      throw thrown.getCause();
                    }
                  };
              Answer answer = answers.get(call.getName());
              return answer == null ? real.result() : answer.to(arguments, real);
            });
  }
}
