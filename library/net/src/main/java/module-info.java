import org.jspecify.annotations.NullMarked;

/** Sockets: endpoints, connections, listeners, datagrams, deadlines and readiness. */
@NullMarked
@SuppressWarnings("module") // the modules that internal is exported to are built later
module switchboard.net {
  requires jdk.jfr;
  requires static org.jspecify;

  exports switchboard.net;
  exports switchboard.net.spi;
  exports switchboard.net.spi.support;
  exports switchboard.net.internal to
      switchboard.chat,
      switchboard.cli,
      switchboard.echo,
      switchboard.engine.linux,
      switchboard.engine.nio,
      switchboard.frames,
      switchboard.http,
      switchboard.server,
      switchboard.transfer;

  uses switchboard.net.spi.EngineProvider;
  uses switchboard.net.spi.Scheme;
}
