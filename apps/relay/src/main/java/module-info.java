import org.jspecify.annotations.NullMarked;

/** Plugs the standard streams of a process, or a program, through to a socket. */
@NullMarked
module switchboard.relay {
  requires static org.jspecify;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.relay;
}
