import org.jspecify.annotations.NullMarked;

/**
 * File transfer over a connection. Each file is announced, verified by its hash, and gets its name
 * only when it is complete.
 */
@NullMarked
module switchboard.transfer {
  requires static org.jspecify;
  requires switchboard.frames;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.transfer;
}
