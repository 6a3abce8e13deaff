/**
 * A toolkit for engines that use the sockets of a kernel. It contains streams, listeners, datagram
 * sockets and connects over non-blocking system calls, and also waiting and waking, event loops, a
 * buffer pool and socket files.
 *
 * <p>An engine extends {@link switchboard.net.spi.support.ReadinessSocket} and {@link
 * switchboard.net.spi.support.Poller}, and implements {@link switchboard.net.spi.support.Watcher}.
 * It provides the system calls as {@link switchboard.net.spi.support.StreamCalls}, {@link
 * switchboard.net.spi.support.ListenerCalls}, {@link switchboard.net.spi.support.DatagramCalls} and
 * {@link switchboard.net.spi.support.ConnectCalls}. {@link
 * switchboard.net.spi.support.ReadinessStream} and the similar classes turn these system calls into
 * handles.
 *
 * <p>An engine in memory needs only {@link switchboard.net.spi.support.BytePipe}, {@link
 * switchboard.net.spi.support.WakeList} and {@link switchboard.net.spi.support.Waiting}.
 */
package switchboard.net.spi.support;
