package switchboard.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;

/** An echo server in typical Vert.x code, with one event loop. */
final class VertxEcho {
  private VertxEcho() {}

  static int listen() {
    var options = new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(1024);
    return Vertx.vertx()
        .createNetServer(options)
        .connectHandler(caller -> caller.handler(caller::write))
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }
}
