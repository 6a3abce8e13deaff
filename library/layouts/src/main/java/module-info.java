import org.jspecify.annotations.NullMarked;

/** Message layouts: descriptions of messages from which codecs, diagrams and hex dumps are made. */
@NullMarked
module switchboard.layouts {
  requires transitive switchboard.frames;
  requires transitive switchboard.net;
  requires static org.jspecify;

  exports switchboard.layouts;
}
