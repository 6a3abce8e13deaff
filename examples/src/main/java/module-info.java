import org.jspecify.annotations.NullMarked;

/** Small programs, one for each concept, that {@code switchboard example} lists and runs. */
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
