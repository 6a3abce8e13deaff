/** Toolkit for engines: waiting and wake-ups, event loops, the buffer pool, socket files. */
package switchboard.net.spi.support;
