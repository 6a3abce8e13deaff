import org.jspecify.annotations.NullMarked;

/** Which ports of a host are open, closed or filtered, or can't be told. */
@NullMarked
module switchboard.scan {
  requires static org.jspecify;
  requires transitive switchboard.net;

  exports switchboard.scan;
}
