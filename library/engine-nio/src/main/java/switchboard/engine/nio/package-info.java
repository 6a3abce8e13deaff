/**
 * The portable engine, over the JDK's channels. Found as a service; nothing here is called by name.
 */
package switchboard.engine.nio;
