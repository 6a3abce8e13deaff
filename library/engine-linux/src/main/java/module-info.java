import org.jspecify.annotations.NullMarked;
import switchboard.engine.linux.IoUringProvider;
import switchboard.engine.linux.LinuxEngineProvider;
import switchboard.net.spi.EngineProvider;

/**
 * The Linux engine, over epoll(7). The engine calls the C library through the foreign function and
 * memory API, without JNI.
 */
@NullMarked
module switchboard.engine.linux {
  requires switchboard.net;
  requires static org.jspecify;

  provides EngineProvider with
      LinuxEngineProvider,
      IoUringProvider;
}
