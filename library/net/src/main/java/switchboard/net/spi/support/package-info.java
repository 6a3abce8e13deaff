/**
 * Toolkit for engines: streams, listeners, datagram sockets and connects over system calls that do
 * not block; waiting and wake-ups, event loops, the buffer pool, socket files.
 */
package switchboard.net.spi.support;
