import org.jspecify.annotations.NullMarked;

/**
 * What a socket is in Switchboard, for everybody who connects, listens or sends: the types that the
 * whole house is written against.
 */
@NullMarked
module switchboard.net {
  requires jdk.jfr;
  requires static org.jspecify;

  exports switchboard.net;
  exports switchboard.net.spi;

  uses switchboard.net.spi.EngineProvider;
  uses switchboard.net.spi.Scheme;
}
