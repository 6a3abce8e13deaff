package switchboard.engine.linux;

import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;
import switchboard.net.spi.SystemError;

/** Offers the Linux engine over epoll, which is preferred wherever it works. */
public final class LinuxEngineProvider implements EngineProvider {

  /** For the service loader. */
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
  public @Nullable String unusableBecause() {
    String strange = Platform.strange();
    if (strange != null) {
      return strange;
    }
    Module module = LinuxEngineProvider.class.getModule();
    if (!module.isNativeAccessEnabled()) {
      String to = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      return "native access is not enabled: add --enable-native-access=" + to;
    }
    return Probe.failure();
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
