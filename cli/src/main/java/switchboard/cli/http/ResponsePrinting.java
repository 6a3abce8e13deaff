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

/** Where {@code switchboard get} puts a page, and what it says of it. Belongs to one thread. */
final class ResponsePrinting implements HttpClient.ResponseHandler, AutoCloseable {
  /** The URL requested last, after any redirects. */
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
  public void header(ResponseHeader came, long total) throws IOException {
    head = came;
    bytesTotal = total;
    if (withHead && !console.isJson()) {
      console.print(came.text() + "\n");
    }
  }

  @Override
  public void redirect(ResponseHeader came, HttpUrl next) throws IOException {
    if (console.isJson()) {
      console.result(
          Json.event("redirect")
              .with("endpoint", address.endpoint().toString())
              .with("path", address.target())
              .with("code", came.code())
              .with("location", next.toString()));
    } else if (withHead) {
      console.print(came.text() + "\n");
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
      progress.tell("page", bytes, Math.max(bytesTotal, 0));
    }
  }

  /** A call of the client, which tells how many bytes came. */
  interface Getting {
    long run() throws IOException;
  }

  /** Prints what is got; the exit status. */
  int print(Getting getting) throws IOException {
    long all;
    try {
      all = getting.run();
    } catch (OutputClosedException enough) {
      throw enough;
    } catch (IOException broken) {
      close();
      if (bytes > 0 && !console.isJson()) {
        console.say("switchboard: " + bytes + " bytes were printed before it broke off");
      }
      throw broken;
    }
    close();
    tell(all);
    if (head != null && !head.isSuccess()) {
      throw new IOException(refusal(head));
    }
    return Status.SUCCESS;
  }

  private void tell(long all) throws IOException {
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

  private String refusal(ResponseHeader came) {
    String said = "the server says " + came.status() + " for " + address;
    Optional<String> place = came.location();
    return place.isEmpty()
        ? said
        : said + "; it points to " + place.get() + " (--follow follows redirects)";
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
