import org.jspecify.annotations.NullMarked;

/**
 * An echo server, and a client that compares the bytes that come back with the bytes that it has
 * sent.
 */
@NullMarked
module switchboard.echo {
  requires static org.jspecify;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.echo;
}
