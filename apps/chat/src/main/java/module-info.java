import org.jspecify.annotations.NullMarked;

/** Rooms in which people talk, for every wire that brings them. */
@NullMarked
module switchboard.chat {
  requires transitive switchboard.net;
  requires switchboard.frames;
  requires transitive switchboard.server;
  requires static org.jspecify;

  exports switchboard.chat;
}
