import org.jspecify.annotations.NullMarked;

/** Files over a connection: announced, verified by hash, and under their name only when whole. */
@NullMarked
module switchboard.transfer {
  requires static org.jspecify;
  requires switchboard.frames;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.transfer;
}
