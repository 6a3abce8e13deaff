/**
 * A toolkit for engines over a kernel: streams, listeners, datagram sockets and connects over
 * non-blocking system calls; waiting and waking, event loops, a buffer pool and socket files.
 *
 * <p>An engine extends {@link switchboard.net.spi.support.ReadinessSocket} and {@link
 * switchboard.net.spi.support.Poller}, and implements {@link switchboard.net.spi.support.Watcher}.
 * It provides the system calls as {@link switchboard.net.spi.support.StreamCalls}, {@link
 * switchboard.net.spi.support.ListenerCalls}, {@link switchboard.net.spi.support.DatagramCalls} and
 * {@link switchboard.net.spi.support.ConnectCalls}. {@link
 * switchboard.net.spi.support.ReadinessStream} and its relatives turn them into handles.
 *
 * <p>An engine in memory needs only {@link switchboard.net.spi.support.BytePipe}, {@link
 * switchboard.net.spi.support.WakeList} and {@link switchboard.net.spi.support.Waiting}.
 */
package switchboard.net.spi.support;
