import org.jspecify.annotations.NullMarked;

/**
 * JUnit test suites that specify the behaviour of engines, connections, listeners and datagram
 * sockets. Each of them is an interface, a <i>contract</i>, whose default methods are tests. A test
 * class implements a contract and inherits its tests.
 */
@NullMarked
module switchboard.contracts {
  requires jdk.jfr;
  requires static org.jspecify;
  requires transitive org.junit.jupiter.api;
  requires transitive switchboard.net;
  requires transitive switchboard.testkit;

  exports switchboard.contracts;
}
