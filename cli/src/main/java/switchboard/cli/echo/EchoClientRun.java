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
 * The asking half of {@code switchboard echo}: which bytes go out, and where the answer goes.
 *
 * @param endpoint whom it asks
 */
record EchoClientRun(EchoClient client, Endpoint endpoint, Console console) {

  /** Sends a text. */
  int say(String text, Environment environment) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long count = client.say(endpoint, bytes, this::handOn);
    if (!console.isJson() && environment.isTerminal(1)) {
      console.print("\n"); // so that the shell's prompt is not glued to the answer
    }
    return done(count);
  }

  /** Sends standard input: line by line where somebody types, else as it comes. */
  int pass(Environment environment) throws IOException {
    var streams = environment.standardStreams(); // left open: failures are still told there
    if (!environment.isTerminal(0)) {
      return done(client.pipe(endpoint, streams::read, this::handOn));
    }
    client.converse(endpoint, streams.source(), this::handOn, () -> console.prompt("> "));
    console.say("");
    return Status.SUCCESS;
  }

  private void handOn(ByteBuffer bytes) throws IOException {
    if (!console.isJson()) {
      console.write(bytes);
    }
  }

  private int done(long bytes) throws IOException {
    console.result(Json.event("echo").with("endpoint", endpoint.toString()).with("bytes", bytes));
    return Status.SUCCESS;
  }
}
