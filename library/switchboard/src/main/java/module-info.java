import org.jspecify.annotations.NullMarked;

/**
 * The one dependency of a user of the library: sockets, the engines that move their bytes, frames
 * and their layouts, and servers.
 */
@NullMarked
module switchboard {
  requires static org.jspecify;
  requires transitive switchboard.engine.linux;
  requires transitive switchboard.engine.nio;
  requires transitive switchboard.frames;
  requires transitive switchboard.net;
  requires transitive switchboard.server;
}
