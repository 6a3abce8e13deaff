/**
 * Contract suites, networks in memory and manual time, for the tests of engines and of
 * applications.
 */
package switchboard.testing;
