/** A hub: several protocols on one port, each recognized by the first bytes of a connection. */
package switchboard.hub;
