import org.jspecify.annotations.NullMarked;

/** A TCP port scanner that tries to connect to each port of a host. */
@NullMarked
module switchboard.scan {
  requires static org.jspecify;
  requires transitive switchboard.net;

  exports switchboard.scan;
}
