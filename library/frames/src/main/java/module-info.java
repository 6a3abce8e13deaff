import org.jspecify.annotations.NullMarked;

/** Byte streams into messages, for whoever writes a protocol. */
@NullMarked
module switchboard.frames {
  requires static org.jspecify;
  requires transitive switchboard.net;
}
