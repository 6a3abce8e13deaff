import org.jspecify.annotations.NullMarked;
import switchboard.engine.nio.NioEngineProvider;
import switchboard.net.spi.EngineProvider;

/**
 * The portable engine, which uses the channels of the JDK and works on every platform of the JDK.
 */
@NullMarked
module switchboard.engine.nio {
  requires switchboard.net;
  requires jdk.net;
  requires static org.jspecify;

  provides EngineProvider with
      NioEngineProvider;
}
