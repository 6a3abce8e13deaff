import org.jspecify.annotations.NullMarked;

/** A load generator for echo servers, which measures throughput and latency. */
@NullMarked
@SuppressWarnings("requires-automatic") // HdrHistogram has no descriptor
module switchboard.bench {
  requires static org.jspecify;
  requires HdrHistogram;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.bench;
}
