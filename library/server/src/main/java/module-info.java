import org.jspecify.annotations.NullMarked;

/** Servers for connections and datagrams, relays, and handlers that run a program for each call. */
@NullMarked
module switchboard.server {
  requires transitive switchboard.net;
  requires jdk.jfr;
  requires static org.jspecify;

  exports switchboard.server;
}
