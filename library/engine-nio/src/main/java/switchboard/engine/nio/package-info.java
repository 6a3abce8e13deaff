/**
 * The portable engine, over the channels of the JDK. Begin with {@link
 * switchboard.engine.nio.NioEngineProvider}, which the service loader finds; applications do not
 * use this package.
 */
package switchboard.engine.nio;
