/** Byte streams into messages and back: codecs, frames, and rooms that many can talk in. */
package switchboard.frames;
