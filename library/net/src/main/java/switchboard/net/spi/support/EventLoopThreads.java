package switchboard.net.spi.support;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads whose scheduler is an event loop, so that waking one is an entry in a queue of
 * the thread that wakes it. The JDK has this, and does not offer it: {@code java.lang} must be
 * opened to this module. This class alone knows of it, and says when it can't be had; then
 * everything works on the JDK's own scheduler. For engines; any thread.
 */
public final class EventLoopThreads {
  private static final Trick TRICK = Trick.tried();

  private EventLoopThreads() {}

  /**
   * The two doors.
   *
   * @param builder {@code (Executor) -> Thread.Builder.OfVirtual}
   * @param carrier {@code () -> Thread}, the platform thread below the current one
   * @param missingOption the option of java that would open them
   */
  private record Trick(
      @Nullable MethodHandle builder,
      @Nullable MethodHandle carrier,
      @Nullable String missing,
      @Nullable String missingOption) {

    static Trick tried() {
      try {
        var own = MethodHandles.lookup();
        var lookup = MethodHandles.privateLookupIn(Thread.class, own);
        Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
        var made = MethodType.methodType(void.class, Executor.class);
        return new Trick(
            MethodHandles.privateLookupIn(builder, own)
                .findConstructor(builder, made)
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class)),
            lookup.findStatic(
                Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class)),
            null,
            null);
      } catch (IllegalAccessException closed) {
        String option = option();
        return new Trick(null, null, "java.lang is closed to it: add " + option, option);
      } catch (ReflectiveOperationException | RuntimeException changed) {
        return new Trick(null, null, "this JDK has it no more: " + changed, null);
      }
    }
  }

  /** What opens the door, on the command line of java. */
  private static String option() {
    Module module = EventLoopThreads.class.getModule();
    String to = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return "--add-opens java.base/java.lang=" + to;
  }

  /** Why there are no such threads, in half a sentence that says what to do; null if there are. */
  public static @Nullable String unavailableReason() {
    return TRICK.missing;
  }

  /**
   * Returns the option of java that would make them available; null if none is missing or helps.
   */
  public static @Nullable String missingOption() {
    return TRICK.missingOption;
  }

  /**
   * Builds virtual threads that run where {@code loop} runs its tasks, which must be one platform
   * thread for ever.
   *
   * @throws IllegalStateException when there are none, see {@link #unavailableReason}
   */
  public static Thread.Builder.OfVirtual builder(Executor loop) {
    MethodHandle door = TRICK.builder;
    if (door == null) {
      throw new IllegalStateException("no threads on loops: " + TRICK.missing);
    }
    try {
      return (Thread.Builder.OfVirtual) door.invokeExact(loop);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The platform thread that runs the calling one; the calling one itself if nobody can tell. */
  public static Thread carrier() {
    MethodHandle door = TRICK.carrier;
    if (door == null) {
      return Thread.currentThread();
    }
    try {
      return (Thread) door.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
