/**
 * The portable engine, over the channels of the JDK. Applications do not use this package: the
 * service loader finds {@link switchboard.engine.nio.NioEngineProvider}.
 */
package switchboard.engine.nio;
