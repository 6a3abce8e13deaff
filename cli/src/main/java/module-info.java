import org.jspecify.annotations.NullMarked;

/**
 * The program {@code switchboard}: the command line of the applications, with their arguments,
 * output and exit statuses.
 */
@NullMarked
module switchboard.cli {
  requires static org.jspecify;
  requires info.picocli;
  requires jdk.unsupported;
  requires org.jline.reader;
  requires switchboard.bench;
  requires switchboard.chat;
  requires switchboard.echo;
  requires switchboard.examples;
  requires switchboard.http;
  requires switchboard.hub;
  requires switchboard.layouts;
  requires switchboard.net;
  requires switchboard.relay;
  requires switchboard.scan;
  requires switchboard.server;
  requires switchboard.transfer;

  provides System.LoggerFinder with
      switchboard.cli.console.OneLineLogs;
}
