package switchboard.engine.linux;

import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;

/**
 * The place of io_uring(7), a second way to wait in this engine. It is not built yet; whether the
 * system would let it is told already, since containers often do not.
 */
public final class IoUringProvider implements EngineProvider {

  /** For the service loader. */
  public IoUringProvider() {}

  @Override
  public String name() {
    return "io_uring";
  }

  @Override
  public int preference() {
    return 200;
  }

  @Override
  public @Nullable String unusableBecause() {
    boolean blind = Platform.strange() != null || Probe.nativeAccess() != null;
    return "not built yet; " + (blind ? "nor could this JVM use it" : Probe.uring());
  }

  @Override
  public Engine open() {
    throw new IllegalStateException("io_uring can't be used: " + unusableBecause());
  }
}
