import org.jspecify.annotations.NullMarked;

/**
 * Message layouts: a layout describes the fields of a message. Codecs, diagrams and hex dumps are
 * created from layouts.
 */
@NullMarked
module switchboard.layouts {
  requires transitive switchboard.frames;
  requires transitive switchboard.net;
  requires static org.jspecify;

  exports switchboard.layouts;
}
