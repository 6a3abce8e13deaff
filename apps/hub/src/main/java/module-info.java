import org.jspecify.annotations.NullMarked;

/** The operator at one port, who hears who is calling and plugs each caller through. */
@NullMarked
module switchboard.hub {
  requires static org.jspecify;
  requires switchboard.chat;
  requires transitive switchboard.net;
  requires switchboard.server;
}
