import org.jspecify.annotations.NullMarked;

/** A load generator that measures the throughput and latency of echo servers. */
@NullMarked
@SuppressWarnings("requires-automatic") // HdrHistogram has no descriptor
module switchboard.bench {
  requires static org.jspecify;
  requires HdrHistogram;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.bench;
}
