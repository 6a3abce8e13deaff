import org.jspecify.annotations.NullMarked;

/** The portable engine, over the JDK's channels; users meet it only as a service. */
@NullMarked
module switchboard.engine.nio {
  requires static org.jspecify;
  requires switchboard.net;
}
