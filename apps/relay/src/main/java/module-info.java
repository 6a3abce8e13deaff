import org.jspecify.annotations.NullMarked;

/** Forwards standard input of a process to a socket, and received bytes to standard output. */
@NullMarked
module switchboard.relay {
  requires static org.jspecify;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.relay;
}
