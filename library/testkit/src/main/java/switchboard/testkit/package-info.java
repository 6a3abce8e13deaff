/**
 * Tools for tests of network programs, usable with any test framework.
 *
 * <p>Begin with {@link switchboard.testkit.MemoryEngine#network}: it returns a network in memory,
 * on which a program that accepts a {@link switchboard.net.Network} as a parameter runs without
 * ports, files or delays. For particular purposes, add one of these tools:
 *
 * <ul>
 *   <li>{@link switchboard.testkit.LossyNetwork}: a network in memory with latency, packet loss and
 *       duplicated datagrams.
 *   <li>{@link switchboard.testkit.FaultyEngine} and {@link switchboard.testkit.Faults}: resets,
 *       refused connects, short reads and other faults, over any engine.
 *   <li>{@link switchboard.testkit.ManualTicker}: a clock that the test advances, so that deadlines
 *       and timeouts expire without waiting.
 *   <li>{@link switchboard.testkit.CodecContract}: a randomized check of a codec, with split,
 *       truncated and corrupted input.
 * </ul>
 *
 * <p>All random decisions are derived from a seed, so that a failed run can be repeated.
 */
package switchboard.testkit;
