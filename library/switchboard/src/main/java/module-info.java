import org.jspecify.annotations.NullMarked;

/**
 * The library as one dependency: sockets, the engines that implement them, message framing and
 * servers. Has no packages of its own.
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
