/**
 * What a socket is in Switchboard, for everybody who connects, listens or sends: the types that the
 * whole house is written against.
 */
package switchboard.net;
