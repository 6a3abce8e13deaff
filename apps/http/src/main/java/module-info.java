import org.jspecify.annotations.NullMarked;

/** Pages by HTTP/1: one fetched, a directory served. */
@NullMarked
module switchboard.http {
  requires static org.jspecify;
  requires transitive switchboard.net;
  requires transitive switchboard.server;
}
