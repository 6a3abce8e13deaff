import org.jspecify.annotations.NullMarked;

/** One port for every caller, for whoever runs a switchboard. */
@NullMarked
module switchboard.hub {
  requires transitive switchboard.net;
  requires transitive switchboard.server;
  requires transitive switchboard.chat;
  requires transitive switchboard.transfer;
  requires static org.jspecify;

  exports switchboard.hub;
}
