import org.jspecify.annotations.NullMarked;

/**
 * Tools for tests of network programs, usable with any test framework: networks in memory,
 * repeatable random faults, a clock that the test advances, and a check for codecs.
 */
@NullMarked
module switchboard.testkit {
  requires transitive switchboard.net;
  requires static java.management; // CodecContract measures the memory that a read allocates
  requires static jdk.management;
  requires static org.jspecify;

  exports switchboard.testkit;
}
