import org.jspecify.annotations.NullMarked;

/** A hub: one port for several protocols. */
@NullMarked
module switchboard.hub {
  requires transitive switchboard.net;
  requires transitive switchboard.server;
  requires transitive switchboard.chat;
  requires transitive switchboard.transfer;
  requires static org.jspecify;

  exports switchboard.hub;
}
