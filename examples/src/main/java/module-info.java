import org.jspecify.annotations.NullMarked;

/** Small programs, one a concept, that the command line lists, shows and runs. */
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
