package switchboard.engine.linux;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EventLoopThreads;

/**
 * Provides the Linux engine over epoll(7). Where this engine works, it is preferred to the portable
 * engine.
 *
 * @since 0.1.0
 */
public final class LinuxEngineProvider implements EngineProvider {

  /** Called by the service loader. */
  public LinuxEngineProvider() {}

  @Override
  public String name() {
    return "epoll";
  }

  @Override
  public int preference() {
    return 100;
  }

  @Override
  public @Nullable String unusableReason() {
    String strange = Platform.strange();
    if (strange != null) {
      return strange;
    }
    String closed = Probe.nativeAccess();
    return closed == null ? Probe.failure() : closed;
  }

  @Override
  public @Nullable String slowReason() {
    String closed = EventLoopThreads.unavailableReason();
    if (closed != null) {
      return "no event loops, because " + closed;
    }
    String hidden = FileNumbers.unavailableBecause();
    return hidden == null ? Probe.fewDescriptors() : "files are copied, because " + hidden;
  }

  @Override
  public List<String> missingJvmOptions() {
    boolean impossible =
        Platform.strange() != null || (Probe.nativeAccess() == null && Probe.failure() != null);
    return impossible
        ? List.of()
        : Stream.of(
                Probe.missingOption(),
                EventLoopThreads.missingOption(),
                FileNumbers.missingOption())
            .filter(Objects::nonNull)
            .toList();
  }

  @Override
  public Engine open() {
    try {
      return new LinuxEngine(new Libc());
    } catch (SystemError e) {
      throw new IllegalStateException("the epoll engine can't start: " + e.getMessage(), e);
    }
  }
}
