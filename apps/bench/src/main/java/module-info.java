import org.jspecify.annotations.NullMarked;

/** A load generator: many connections to an echo, and what came back how late. */
@NullMarked
@SuppressWarnings("requires-automatic") // HdrHistogram has no descriptor
module switchboard.bench {
  requires static org.jspecify;
  requires HdrHistogram;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.bench;
}
