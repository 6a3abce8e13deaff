package switchboard.net.spi.support;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls that an interrupt of the calling thread does not reach. The JDK closes a file channel
 * when a thread is interrupted inside one of its calls, or enters one while it is interrupted
 * ({@link java.nio.channels.InterruptibleChannel}); but the channel of a caller belongs to the
 * caller, and perhaps to many other threads.
 *
 * <p>The interrupt status can't be cleared for long enough, since an interrupt may come at any
 * moment. So the call is made on a virtual thread of its own, which nobody else knows. That costs
 * about 5 µs when the caller is a virtual thread, which shares its scheduler with the new one, and
 * about 25 µs when it is a platform thread.
 */
public final class UninterruptibleCalls {
  private UninterruptibleCalls() {}

  /** A call that gives a result. */
  public interface Call<T> {
    /** Makes it. */
    T run() throws IOException;
  }

  /**
   * Makes {@code call} on another thread and blocks until it has returned, whatever happens to the
   * calling thread meanwhile. An interrupt that comes meanwhile is kept in the interrupt status. No
   * deadline ends it.
   *
   * @throws IOException what {@code call} throws; runtime exceptions and errors are passed on too
   */
  public static <T> T call(Call<T> call) throws IOException {
    var result = new CompletableFuture<T>();
    Thread.startVirtualThread(() -> complete(result, call));
    try {
      return result.join(); // which interruption does not end
    } catch (CompletionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static <T> void complete(CompletableFuture<T> result, Call<T> call) {
    try {
      result.complete(call.run());
    } catch (Throwable thrown) {
      result.completeExceptionally(thrown); // the caller must not wait for ever
    }
  }

  private static IOException rethrown(@Nullable Throwable thrown) {
    return switch (thrown) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> throw new IllegalStateException(thrown);
    };
  }
}
