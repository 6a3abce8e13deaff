import org.jspecify.annotations.NullMarked;

/** Byte streams into messages, for whoever speaks a protocol. */
@NullMarked
module switchboard.frames {
  requires transitive switchboard.net;
  requires static java.management; // for checks of codecs alone
  requires static jdk.management;
  requires static org.jspecify;

  exports switchboard.frames;
}
