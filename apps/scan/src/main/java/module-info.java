import org.jspecify.annotations.NullMarked;

/** A TCP port scanner that connects to each port. */
@NullMarked
module switchboard.scan {
  requires static org.jspecify;
  requires transitive switchboard.net;

  exports switchboard.scan;
}
