/**
 * The Linux engine, over epoll(7). Begin with {@link switchboard.engine.linux.LinuxEngineProvider},
 * which the service loader finds; applications do not use this package.
 */
package switchboard.engine.linux;
