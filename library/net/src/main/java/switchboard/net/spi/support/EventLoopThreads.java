package switchboard.net.spi.support;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Creates virtual threads that are scheduled by an event loop instead of by the JDK's scheduler. To
 * wake such a thread, another thread of the same event loop only adds an entry to a queue.
 *
 * <p>The JDK has no public API for custom schedulers, so {@code java.lang} must be opened to this
 * module with {@code --add-opens}. Without that option, all virtual threads use the JDK's
 * scheduler. Only this class uses the internals of the JDK. Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class EventLoopThreads {
  private static final JdkAccess ACCESS = JdkAccess.open();

  private EventLoopThreads() {}

  /**
   * The two internal methods of the JDK that this class calls, or the reason why they cannot be
   * called.
   *
   * @param builder {@code (Executor) -> Thread.Builder.OfVirtual}
   * @param carrier {@code () -> Thread}, the platform thread that runs the current virtual thread
   * @param missing why the methods cannot be called, as a phrase; null if they can be called
   * @param missingOption the option of the java command that would make them accessible
   */
  private record JdkAccess(
      @Nullable MethodHandle builder,
      @Nullable MethodHandle carrier,
      @Nullable String missing,
      @Nullable String missingOption) {

    static JdkAccess open() {
      try {
        var own = MethodHandles.lookup();
        var lookup = MethodHandles.privateLookupIn(Thread.class, own);
        Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
        var made = MethodType.methodType(void.class, Executor.class);
        return new JdkAccess(
            MethodHandles.privateLookupIn(builder, own)
                .findConstructor(builder, made)
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class)),
            lookup.findStatic(
                Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class)),
            null,
            null);
      } catch (IllegalAccessException closed) {
        String option = option();
        return new JdkAccess(null, null, "java.lang is not accessible; add " + option, option);
      } catch (ReflectiveOperationException | RuntimeException changed) {
        return new JdkAccess(null, null, "this JDK lacks the required internals: " + changed, null);
      }
    }
  }

  /** Returns the option of the java command that opens {@code java.lang} to this module. */
  private static String option() {
    Module module = EventLoopThreads.class.getModule();
    String to = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return "--add-opens java.base/java.lang=" + to;
  }

  /**
   * Returns why threads on event loops are not available, and which option would change that.
   *
   * @return the reason as a phrase that continues a sentence; null if such threads are available
   */
  public static @Nullable String unavailableReason() {
    return ACCESS.missing;
  }

  /**
   * Returns the option of the {@code java} command that would make threads on event loops
   * available.
   *
   * @return the option, such as {@code --add-opens java.base/java.lang=switchboard.net}; null if
   *     such threads are available, or if no option would help
   */
  public static @Nullable String missingOption() {
    return ACCESS.missingOption;
  }

  /**
   * Returns a builder of virtual threads that run on {@code loop}.
   *
   * @param loop must run all tasks on the same platform thread
   * @return a new builder
   * @throws IllegalStateException if such threads are not available: {@link #unavailableReason}
   */
  public static Thread.Builder.OfVirtual builder(Executor loop) {
    MethodHandle constructor = ACCESS.builder;
    if (constructor == null) {
      throw new IllegalStateException("no threads on event loops: " + ACCESS.missing);
    }
    try {
      return (Thread.Builder.OfVirtual) constructor.invokeExact(loop);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Returns the platform thread that carries the calling virtual thread.
   *
   * @return the carrier; the calling thread itself if it is a platform thread, or if the JDK does
   *     not permit access to the carrier
   */
  public static Thread carrier() {
    MethodHandle method = ACCESS.carrier;
    if (method == null) {
      return Thread.currentThread();
    }
    try {
      return (Thread) method.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
