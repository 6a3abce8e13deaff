/** Rooms, seats and the lines that people say in them. */
package switchboard.chat;
