package switchboard.engine.linux;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real kernel, except for system calls that a test replaces. Safe for use by several threads.
 */
final class ScriptedKernel {
  private final Libc below = new Libc();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** The replacement of a system call. */
  interface Answer {
    /**
     * Returns the result that the engine sees instead of the real result. The replacement may make
     * the real system call with {@link Real#result}.
     */
    Object to(Object[] arguments, Real real) throws Throwable;
  }

  /** The real system call. */
  interface Real {
    /** Makes the real system call and returns its result. */
    Object result() throws Throwable;
  }

  /** Replaces all further system calls with the given name, until {@link #restore}. */
  void on(String call, Answer answer) {
    answers.put(call, answer);
  }

  /** Stops replacing the system calls with the given name. */
  void restore(String call) {
    answers.remove(call);
  }

  /** {@return this object as a kernel} */
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
