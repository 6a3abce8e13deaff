import org.jspecify.annotations.NullMarked;

/** An echo server, and a client that compares what comes back with what it sent. */
@NullMarked
module switchboard.echo {
  requires static org.jspecify;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.echo;
}
