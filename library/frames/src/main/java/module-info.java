import org.jspecify.annotations.NullMarked;

/** Byte streams into messages, for whoever speaks a protocol. */
@NullMarked
module switchboard.frames {
  requires transitive switchboard.net;
  requires static org.jspecify;

  exports switchboard.frames;
}
