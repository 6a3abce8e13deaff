import org.jspecify.annotations.NullMarked;
import switchboard.engine.linux.IoUringProvider;
import switchboard.engine.linux.LinuxEngineProvider;
import switchboard.net.spi.EngineProvider;

/** The Linux engine. It calls the C library by the foreign function interface, without JNI. */
@NullMarked
module switchboard.engine.linux {
  requires switchboard.net;
  requires static org.jspecify;

  provides EngineProvider with
      LinuxEngineProvider,
      IoUringProvider;
}
