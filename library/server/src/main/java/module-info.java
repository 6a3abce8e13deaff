import org.jspecify.annotations.NullMarked;

/** Accepting connections and running services on them, for whoever writes a server. */
@NullMarked
module switchboard.server {
  requires static org.jspecify;
  requires transitive switchboard.net;
  requires switchboard.frames;
}
