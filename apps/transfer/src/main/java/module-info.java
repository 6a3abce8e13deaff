import org.jspecify.annotations.NullMarked;

/**
 * File transfer over a connection. The sender announces each file, and the receiver verifies it by
 * its hash. A file appears under its name only when it is complete.
 */
@NullMarked
module switchboard.transfer {
  requires static org.jspecify;
  requires switchboard.frames;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.transfer;
}
