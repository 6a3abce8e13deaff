/**
 * Networks in memory, seeded faults, a manual clock and a codec check, for tests with any
 * framework.
 */
package switchboard.testkit;
