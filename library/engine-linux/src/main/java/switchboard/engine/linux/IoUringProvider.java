package switchboard.engine.linux;

import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;

/**
 * The place of io_uring(7), a second way to wait in this engine. It is not built yet, so the system
 * is not asked for it: some sandboxes end a process that makes a call they do not expect.
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
  public @Nullable String unusableReason() {
    return "not built yet";
  }

  @Override
  public Engine open() {
    throw new IllegalStateException("io_uring can't be used: " + unusableReason());
  }
}
