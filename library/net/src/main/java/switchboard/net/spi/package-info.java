/** What an engine provides, and the building blocks that engines share. For engine authors only. */
package switchboard.net.spi;
