/**
 * A load generator that measures the throughput and latency of echo servers. Begin with {@link
 * switchboard.bench.LoadPlan} and {@link switchboard.bench.LoadGenerator}.
 */
package switchboard.bench;
