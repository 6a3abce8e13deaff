/** Sending files and receiving them, so that none is ever there by half. */
package switchboard.transfer;
