/**
 * The service provider interfaces of this library. Socket engines and endpoint schemes implement
 * these interfaces. Applications do not need this package.
 *
 * <p>To write an engine, implement {@link switchboard.net.spi.Engine} and offer it as a service
 * with an {@link switchboard.net.spi.EngineProvider}. An engine returns handles: {@link
 * switchboard.net.spi.StreamHandle}, {@link switchboard.net.spi.ListenerHandle}, {@link
 * switchboard.net.spi.DatagramHandle} and {@link switchboard.net.spi.ConnectHandle}. Engines over
 * non-blocking system calls can build their handles from the classes in {@link
 * switchboard.net.spi.support}.
 *
 * <p>To add an endpoint scheme such as {@code tls://}, implement {@link
 * switchboard.net.spi.Scheme}.
 */
package switchboard.net.spi;
