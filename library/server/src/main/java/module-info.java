import org.jspecify.annotations.NullMarked;

/** Servers: accepting connections and datagrams, and running handlers for them. */
@NullMarked
module switchboard.server {
  requires transitive switchboard.net;
  requires jdk.jfr;
  requires static org.jspecify;

  exports switchboard.server;
}
