/**
 * A load generator for echo servers, which measures throughput and latency. Begin with {@link
 * switchboard.bench.LoadPlan} and {@link switchboard.bench.LoadGenerator}.
 */
package switchboard.bench;
