import org.jspecify.annotations.NullMarked;

/** Forwards the standard streams of a process to a socket, and back. */
@NullMarked
module switchboard.relay {
  requires static org.jspecify;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.relay;
}
