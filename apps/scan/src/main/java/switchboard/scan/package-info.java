/** The port scanner: which ports of a host are open, closed or filtered, or can't be told. */
package switchboard.scan;
