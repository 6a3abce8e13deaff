import org.jspecify.annotations.NullMarked;

/** Message layouts as checked descriptions, from which codecs, diagrams and dumps are made. */
@NullMarked
module switchboard.layouts {
  requires transitive switchboard.frames;
  requires transitive switchboard.net;
  requires static org.jspecify;

  exports switchboard.layouts;
}
