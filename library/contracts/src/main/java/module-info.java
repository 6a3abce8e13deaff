import org.jspecify.annotations.NullMarked;

/** JUnit suites that define an engine, a connection, a listener and a datagram socket. */
@NullMarked
module switchboard.contracts {
  requires jdk.jfr;
  requires static org.jspecify;
  requires transitive org.junit.jupiter.api;
  requires transitive switchboard.net;
  requires transitive switchboard.testkit;

  exports switchboard.contracts;
}
