package switchboard.cli.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.PolicyException;
import switchboard.cli.command.UsageException;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.http.HttpClient;
import switchboard.http.HttpRequest;
import switchboard.http.HttpUrl;
import switchboard.net.EndpointException;
import switchboard.net.LimitExceededException;

/** {@code switchboard get}: a page by HTTP/1. */
public final class GetCommand implements Command {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String HALF_CLOSE = "--half-close";
  private static final String FOLLOW = "--follow";
  private static final String MAX_REDIRECTS = "--max-redirects";
  private static final String MAX_HEADER = "--max-header";
  private static final String AS_IS = "--path-as-is";
  private static final int REDIRECTS_MAX = 10;
  private static final long HEADER_BYTES_MAX = 1 << 30;
  private static final List<String> OF_HTTP =
      List.of("--head", "--include", "--http1.0", FOLLOW, MAX_HEADER);

  @Override
  public CommandSpec specification() {
    var get = CommandSpec.create().name("get");
    get.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .paramLabel("ENDPOINT/PATH")
            .arity("1")
            .hideParamSyntax(true)
            .type(HttpUrl.class)
            .converters(GetCommand::address)
            .description(
                "The page. Without a port it is 80. Behind a Unix socket, the path follows a colon: unix:/tmp/app.sock:/index.html.")
            .build());
    addOptions(get);
    CommonOptions.common(get);
    get.usageMessage()
        .customSynopsis(
            "switchboard get [--head | --include] [--http1.0] [--path-as-is]",
            "                       [--follow [--max-redirects=N]] [--max-header=SIZE]",
            "                       [--timeout=SECONDS] ENDPOINT/PATH",
            "       switchboard get --half-close [--path-as-is] [--timeout=SECONDS]",
            "                       ENDPOINT/PATH")
        .description("Get a page by HTTP/1, and print it byte for byte.")
        .parameterListHeading("%n")
        .footer(
            "",
            "HTTP statuses from 300 up end with 1, and so does a redirect that can't be",
            "followed. An incomplete page ends with 3, however the connection ended; headers",
            "beyond --max-header end with 4.",
            "",
            "Examples:",
            "  switchboard get localhost:8000/index.html",
            "  switchboard get 'http://localhost:8000/search?q=socket' > page.html",
            "  switchboard get --head localhost:8000",
            "  switchboard get --follow localhost:8000/docs",
            "  switchboard get unix:///tmp/site.sock:/index.html",
            "  switchboard get --half-close localhost:9000/");
    return get;
  }

  private static void addOptions(CommandSpec get) {
    get.addOption(flag("--head", "Ask for status and headers only (HEAD), and print them."));
    get.addOption(flag("--include", "Print status and headers before the page."));
    get.addOption(flag("--http1.0", "Speak HTTP/1.0, not 1.1."));
    get.addOption(
        flag(
            FOLLOW,
            "Follow redirects, from http to http; without it they are told and end with 1."));
    get.addOption(
        OptionSpec.builder(MAX_REDIRECTS)
            .arity("1")
            .paramLabel("N")
            .type(Integer.class)
            .converters(CommonOptions::countOrZero)
            .description("Follow at most N redirects, none if 0; default: " + REDIRECTS_MAX + ".")
            .build());
    get.addOption(
        OptionSpec.builder(MAX_HEADER)
            .arity("1")
            .paramLabel("SIZE")
            .type(Long.class)
            .converters(GetCommand::headerBytes)
            .description(
                "Read at most SIZE bytes of status and headers; default: 256KiB, in at most 1,000 lines. A larger SIZE allows more lines too.")
            .build());
    get.addOption(
        flag(AS_IS, "Send . and .. in the path as they are; without it they are resolved."));
    get.addOption(
        flag(
            HALF_CLOSE,
            "Close our side of the connection after the request, and print everything that comes, as it comes: for servers that wait for EOF."));
    get.addOption(
        OptionSpec.builder("--timeout")
            .arity("1")
            .paramLabel("SECONDS")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .description("How long to wait for the answer, and for each piece of it; default: 30.")
            .build());
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws IOException {
    HttpUrl typed = parsed.matchedPositionalValue(0, null);
    if (typed == null) {
      throw new UsageException(
          "get requires ENDPOINT/PATH, such as localhost:8000/index.html (see 'switchboard help get')");
    }
    var client = client(parsed, environment);
    var address = CommonOptions.isOn(parsed, AS_IS) ? typed : typed.withoutDotSegments();
    boolean headOnly = CommonOptions.isOn(parsed, "--head");
    boolean halfClose = CommonOptions.isOn(parsed, HALF_CLOSE);
    if (headOnly && CommonOptions.isOn(parsed, "--include")) {
      throw new UsageException("either --head, without the page, or --include, with it; not both");
    }
    for (String option : OF_HTTP) {
      if (halfClose && parsed.hasMatchedOption(option)) {
        throw new UsageException(
            HALF_CLOSE + " prints whatever comes as it comes; " + option + " does not go with it");
      }
    }
    if (parsed.hasMatchedOption(MAX_REDIRECTS) && !CommonOptions.isOn(parsed, FOLLOW)) {
      throw new UsageException(MAX_REDIRECTS + " goes with " + FOLLOW + " only");
    }
    boolean withHead = headOnly || CommonOptions.isOn(parsed, "--include");
    try (var printing = new ResponsePrinting(address, environment, console, withHead)) {
      if (halfClose) {
        return printing.print(() -> client.exchange(address, printing));
      }
      var get = HttpRequest.get(address);
      var head = headOnly ? get.headOnly() : get;
      var request = CommonOptions.isOn(parsed, "--http1.0") ? head.http10() : head;
      if (!CommonOptions.isOn(parsed, FOLLOW)) {
        return printing.print(() -> client.fetch(request, printing));
      }
      int redirects = parsed.matchedOptionValue(MAX_REDIRECTS, REDIRECTS_MAX);
      return printing.print(() -> client.fetch(request, printing, redirects));
    } catch (LimitExceededException tooLong) {
      throw new PolicyException(tooLong.getMessage() + "; " + MAX_HEADER + " SIZE allows more");
    }
  }

  private static HttpClient client(ParseResult parsed, Environment environment) {
    var client =
        new HttpClient(environment.network(), parsed.matchedOptionValue("--timeout", TIMEOUT));
    Long headerMax = parsed.matchedOptionValue(MAX_HEADER, null);
    return headerMax == null ? client : client.withHeaderMax(headerMax.intValue());
  }

  private static Long headerBytes(String typed) {
    Long bytes = CommonOptions.bytes(typed);
    if (bytes > HEADER_BYTES_MAX) {
      throw new TypeConversionException("'" + typed + "' is too much; at most 1GiB is read");
    }
    return bytes;
  }

  private static HttpUrl address(String typed) {
    try {
      return HttpUrl.parseAsIs(typed);
    } catch (EndpointException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
