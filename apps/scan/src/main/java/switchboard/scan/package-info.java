/**
 * A TCP port scanner. Begin with {@link switchboard.scan.PortScan}, which connects to each port of
 * a host and reports whether the port is open, closed, filtered or unknown.
 */
package switchboard.scan;
