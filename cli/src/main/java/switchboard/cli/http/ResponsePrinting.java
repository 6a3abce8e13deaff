package switchboard.cli.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.cli.console.OutputClosedException;
import switchboard.cli.console.Progress;
import switchboard.http.HttpClient;
import switchboard.http.HttpUrl;
import switchboard.http.ResponseHeader;

/**
 * Prints the response to a request of {@code switchboard get}: its body on standard output, or with
 * {@code --json} an event. Not thread-safe.
 */
final class ResponsePrinting implements HttpClient.ResponseHandler, AutoCloseable {
  /**
   * The URL of the last request; after a redirect, this is the URL to which the server redirected.
   */
  private HttpUrl address;

  private final Console console;
  private final boolean withHead;
  private final @Nullable Progress progress;
  private @Nullable ResponseHeader head;
  private long bytesTotal = -1;
  private long bytes;

  ResponsePrinting(HttpUrl address, Environment environment, Console console, boolean withHead) {
    this.address = address;
    this.console = console;
    this.withHead = withHead;
    this.progress =
        environment.isTerminal(1) ? null : new Progress(environment, console, Progress.Unit.BYTES);
  }

  @Override
  public void header(ResponseHeader response, long total) throws IOException {
    head = response;
    bytesTotal = total;
    if (withHead && !console.isJson()) {
      console.print(response.text() + "\n");
    }
  }

  @Override
  public void redirect(ResponseHeader response, HttpUrl next) throws IOException {
    if (console.isJson()) {
      console.result(
          Json.event("redirect")
              .with("endpoint", address.endpoint().toString())
              .with("path", address.target())
              .with("code", response.code())
              .with("location", next.toString()));
    } else if (withHead) {
      console.print(response.text() + "\n");
    }
    address = next;
  }

  @Override
  public void body(ByteBuffer piece) throws IOException {
    bytes += piece.remaining();
    if (!console.isJson()) {
      console.write(piece);
    }
    if (progress != null) {
      progress.tell("response", bytes, Math.max(bytesTotal, 0));
    }
  }

  /** A method of the HTTP client that sends a request and returns the number of bytes received. */
  interface Getting {
    long run() throws IOException;
  }

  /**
   * Runs {@code getting}, prints the response that {@code getting} receives, and returns the exit
   * status.
   *
   * @throws IOException if the request fails or the HTTP status of the response is not a success
   */
  int print(Getting getting) throws IOException {
    long all;
    try {
      all = getting.run();
    } catch (OutputClosedException e) {
      throw e;
    } catch (IOException e) {
      close();
      if (bytes > 0 && !console.isJson()) {
        console.say("switchboard: " + bytes + " bytes were printed before the error");
      }
      throw e;
    }
    close();
    report(all);
    if (head != null && !head.isSuccess()) {
      throw new IOException(refusal(head));
    }
    return Status.SUCCESS;
  }

  private void report(long all) throws IOException {
    String endpoint = address.endpoint().toString();
    if (head == null) {
      console.result(Json.event("response").with("endpoint", endpoint).with("bytes", all));
      return;
    }
    console.result(
        Json.event("response")
            .with("endpoint", endpoint)
            .with("path", address.target())
            .with("code", head.code())
            .with("bytes", all));
  }

  private String refusal(ResponseHeader response) {
    String answer = "the server answered " + response.status() + " for " + address;
    Optional<String> location = response.location();
    return location.isEmpty()
        ? answer
        : answer
            + "; the server redirects to "
            + location.get()
            + " (use --follow to follow redirects)";
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
