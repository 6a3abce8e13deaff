/** Plain sockets for the command line: two standard streams, plugged through to a peer. */
package switchboard.relay;
