import org.jspecify.annotations.NullMarked;

/** A hub: a server that serves several protocols on one port. */
@NullMarked
module switchboard.hub {
  requires transitive switchboard.net;
  requires transitive switchboard.server;
  requires transitive switchboard.chat;
  requires transitive switchboard.transfer;
  requires static org.jspecify;

  exports switchboard.hub;
}
