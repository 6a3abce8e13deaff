import org.jspecify.annotations.NullMarked;

/**
 * Contract suites, networks in memory and manual time, for the tests of engines and of
 * applications.
 */
@NullMarked
module switchboard.testing {
  requires jdk.jfr;
  requires static org.jspecify;
  requires transitive org.junit.jupiter.api;
  requires transitive switchboard.net;
}
