import org.jspecify.annotations.NullMarked;

/**
 * Sockets: TCP and Unix connections, listeners, UDP, pipes, deadlines, and readiness.
 *
 * <p>Applications use the package {@link switchboard.net}; start at {@link
 * switchboard.net.Network}. The package {@link switchboard.net.spi} is for implementers of socket
 * engines and endpoint schemes, {@link switchboard.net.spi.support} for implementers of engines.
 */
@NullMarked
@SuppressWarnings("module") // internal is exported to modules that are compiled after this one
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
