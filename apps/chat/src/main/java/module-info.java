import org.jspecify.annotations.NullMarked;

/** Rooms, seats and the lines that people say in them. */
@NullMarked
module switchboard.chat {
  requires static org.jspecify;
  requires switchboard.frames;
  requires transitive switchboard.net;
}
