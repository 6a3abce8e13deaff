import org.jspecify.annotations.NullMarked;
import switchboard.engine.nio.NioEngineProvider;
import switchboard.net.spi.EngineProvider;

/** The portable engine over the JDK's channels: works wherever a JDK does. */
@NullMarked
module switchboard.engine.nio {
  requires switchboard.net;
  requires jdk.net;
  requires static org.jspecify;

  provides EngineProvider with
      NioEngineProvider;
}
