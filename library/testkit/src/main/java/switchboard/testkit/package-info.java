/**
 * Tools for tests of network programs, usable with any test framework.
 *
 * <p>Begin with {@link switchboard.testkit.MemoryEngine#network}: it returns a network in memory,
 * on which a program that takes a {@link switchboard.net.Network} runs without ports, files or
 * delays. Then add what the test is about:
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
 * <p>All random decisions come from a seed, so that a failed run can be repeated.
 */
package switchboard.testkit;
