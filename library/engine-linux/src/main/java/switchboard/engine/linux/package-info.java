/**
 * The Linux engine, over epoll(7). Applications do not use this package: the service loader finds
 * {@link switchboard.engine.linux.LinuxEngineProvider}.
 */
package switchboard.engine.linux;
