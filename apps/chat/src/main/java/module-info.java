import org.jspecify.annotations.NullMarked;

/** A chat with rooms and nicks: a connection handler for the server side, and a client. */
@NullMarked
module switchboard.chat {
  requires transitive switchboard.net;
  requires switchboard.frames;
  requires transitive switchboard.server;
  requires static org.jspecify;

  exports switchboard.chat;
}
