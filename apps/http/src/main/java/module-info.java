import org.jspecify.annotations.NullMarked;

/** An HTTP/1 client, and a static file server. */
@NullMarked
@SuppressWarnings(
    "requires-automatic") // HttpCore has no descriptor, but a stable name in its manifest
module switchboard.http {
  requires static org.jspecify;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.http;
}
