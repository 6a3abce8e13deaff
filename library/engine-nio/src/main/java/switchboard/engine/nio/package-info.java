/** The portable engine, over the JDK's channels; users meet it only as a service. */
package switchboard.engine.nio;
