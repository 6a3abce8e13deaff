import org.jspecify.annotations.NullMarked;

/**
 * Small programs, one for each concept of socket programming. The command {@code switchboard
 * example} lists and runs them.
 */
@NullMarked
module switchboard.examples {
  exports switchboard.examples;

  requires com.fasterxml.jackson.jr.ob;
  requires static org.jspecify;
  requires switchboard.frames;
  requires switchboard.layouts;
  requires switchboard.net;
  requires switchboard.server;
  requires switchboard.testkit;
}
