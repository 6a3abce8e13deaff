import org.jspecify.annotations.NullMarked;

/**
 * Tools for tests of network programs, usable with any test framework: networks in memory, seeded
 * faults, a manual clock and a contract check for codecs.
 */
@NullMarked
module switchboard.testkit {
  requires transitive switchboard.net;
  requires static java.management; // CodecContract measures the memory that a read takes
  requires static jdk.management;
  requires static org.jspecify;

  exports switchboard.testkit;
}
