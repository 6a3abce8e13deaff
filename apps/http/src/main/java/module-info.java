import org.jspecify.annotations.NullMarked;

/** Pages by HTTP/1: one fetched, a directory served. */
@NullMarked
@SuppressWarnings("requires-automatic") // it has a stable name in its manifest, and no descriptor
module switchboard.http {
  requires static org.jspecify;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.http;
}
