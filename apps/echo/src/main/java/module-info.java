import org.jspecify.annotations.NullMarked;

/** The echo service and its client, which say back and check what they hear. */
@NullMarked
module switchboard.echo {
  requires static org.jspecify;
  requires transitive switchboard.net;
  requires transitive switchboard.server;

  exports switchboard.echo;
}
