package switchboard.engine.linux;

import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;

/**
 * A placeholder for an engine over io_uring(7), which is not implemented yet. The provider makes no
 * system call to find out whether the kernel supports io_uring, because some sandboxes kill a
 * process that makes an unexpected system call.
 *
 * @since 0.1.0
 */
public final class IoUringProvider implements EngineProvider {

  /** Called by the service loader. */
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
  public @Nullable String unusableReason() {
    return "not implemented yet";
  }

  @Override
  public Engine open() {
    throw new IllegalStateException("io_uring can't be used: " + unusableReason());
  }
}
