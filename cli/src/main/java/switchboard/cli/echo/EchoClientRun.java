package switchboard.cli.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.echo.EchoClient;
import switchboard.net.Endpoint;

/**
 * The client of {@code switchboard echo}: sends a text or standard input to an echo server, and
 * prints the replies.
 *
 * @param endpoint the address of the echo server
 */
record EchoClientRun(EchoClient client, Endpoint endpoint, Console console) {

  /** Sends a text to the server, prints the reply, and returns the exit status. */
  int say(String text, Environment environment) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long count = client.say(endpoint, bytes, this::print);
    if (!console.isJson() && environment.isTerminal(1)) {
      console.print("\n"); // so that the prompt of the shell starts on a new line
    }
    return done(count);
  }

  /**
   * Sends standard input to the server (at a terminal line by line), prints the replies, and
   * returns the exit status.
   */
  int pass(Environment environment) throws IOException {
    var streams = environment.standardStreams(); // not closed: errors may follow
    if (!environment.isTerminal(0)) {
      return done(client.pipe(endpoint, streams::read, this::print));
    }
    client.converse(endpoint, streams.source(), this::print, () -> console.prompt("> "));
    console.say("");
    return Status.SUCCESS;
  }

  private void print(ByteBuffer bytes) throws IOException {
    if (!console.isJson()) {
      console.write(bytes);
    }
  }

  private int done(long bytes) throws IOException {
    console.result(Json.event("echo").with("endpoint", endpoint.toString()).with("bytes", bytes));
    return Status.SUCCESS;
  }
}
