/** Byte streams into messages, for whoever writes a protocol. */
package switchboard.frames;
