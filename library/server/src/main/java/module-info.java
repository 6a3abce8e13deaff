import org.jspecify.annotations.NullMarked;

/** Accepting connections and running services on them, for whoever writes a server. */
@NullMarked
module switchboard.server {
  requires transitive switchboard.net;
  requires jdk.jfr;
  requires static org.jspecify;

  exports switchboard.server;
}
