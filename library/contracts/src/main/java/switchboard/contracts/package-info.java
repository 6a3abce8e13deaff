/** JUnit suites that define an engine, a connection, a listener and a datagram socket. */
package switchboard.contracts;
