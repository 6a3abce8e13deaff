import org.jspecify.annotations.NullMarked;

/**
 * Networks in memory, seeded faults, a manual clock and a codec check, for tests with any
 * framework.
 */
@NullMarked
module switchboard.testkit {
  requires transitive switchboard.net;
  requires static java.management; // CodecContract measures the memory that a read takes
  requires static jdk.management;
  requires static org.jspecify;

  exports switchboard.testkit;
}
