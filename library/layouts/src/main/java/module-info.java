import org.jspecify.annotations.NullMarked;

/** What a message looks like, as a description: codec, picture and dump come of it. */
@NullMarked
module switchboard.layouts {
  requires transitive switchboard.frames;
  requires transitive switchboard.net;
  requires static org.jspecify;

  exports switchboard.layouts;
}
