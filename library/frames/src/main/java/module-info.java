import org.jspecify.annotations.NullMarked;

/** Codecs that turn byte streams into messages, framed connections, send queues and fan-out. */
@NullMarked
module switchboard.frames {
  requires transitive switchboard.net;
  requires static org.jspecify;

  exports switchboard.frames;
}
