import org.jspecify.annotations.NullMarked;

/**
 * A text chat with rooms and nicks (the names that members choose): a connection handler for the
 * server side, and a client.
 */
@NullMarked
module switchboard.chat {
  requires transitive switchboard.net;
  requires switchboard.frames;
  requires transitive switchboard.server;
  requires static org.jspecify;

  exports switchboard.chat;
}
