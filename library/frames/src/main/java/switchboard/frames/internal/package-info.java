/** Implementation of the codecs and queues; not exported. */
package switchboard.frames.internal;
