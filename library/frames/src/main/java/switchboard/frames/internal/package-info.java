/** The implementation of the codecs and send queues; not exported. */
package switchboard.frames.internal;
