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

/** {@code switchboard get}: an HTTP/1 client that fetches a resource and prints the resource. */
public final class GetCommand implements Command {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String HALF_CLOSE = "--half-close";
  private static final String FOLLOW = "--follow";
  private static final String MAX_REDIRECTS = "--max-redirects";
  private static final String MAX_HEADER = "--max-header";
  private static final String AS_IS = "--path-as-is";
  private static final int REDIRECTS_MAX = 10;
  private static final long HEADER_BYTES_MAX = 1 << 30;
  private static final List<String> NOT_WITH_HALF_CLOSE =
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
                "The resource to fetch; default port: 80. For a Unix socket, write a colon between the path of the socket and the path of the resource (see the examples).")
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
        .description("Fetch a resource by HTTP/1, and print its body byte for byte.")
        .footer(
            "",
            "Exit status: 1 if the HTTP status is 300 or higher or a redirect cannot be",
            "  followed, 3 if the response is incomplete, 4 if the header section exceeds",
            "  --max-header.",
            "",
            "Examples:",
            "  switchboard get localhost:8000/README.md",
            "  switchboard get 'http://localhost:8000/README.md?v=2' > copy",
            "  switchboard get --head localhost:8000",
            "  switchboard get --follow localhost:8000/docs",
            "  switchboard get unix:///tmp/site.sock:/learn.md",
            "  switchboard get --half-close localhost:8000/");
    return get;
  }

  private static void addOptions(CommandSpec get) {
    get.addOption(
        flag("--head", "Send HEAD instead of GET, and print the status line and headers."));
    get.addOption(flag("--include", "Print the status line and headers before the body."));
    get.addOption(flag("--http1.0", "Use HTTP/1.0 instead of HTTP/1.1."));
    get.addOption(
        flag(
            FOLLOW,
            "Follow redirects to http URLs; default: report a redirect as an error, with exit status 1."));
    get.addOption(
        OptionSpec.builder(MAX_REDIRECTS)
            .arity("1")
            .paramLabel("N")
            .type(Integer.class)
            .converters(CommonOptions::countOrZero)
            .description("Follow at most N redirects; 0 = none; default: " + REDIRECTS_MAX + ".")
            .build());
    get.addOption(
        OptionSpec.builder(MAX_HEADER)
            .arity("1")
            .paramLabel("SIZE")
            .type(Long.class)
            .converters(GetCommand::headerBytes)
            .description(
                "Accept a header section of at most SIZE bytes; default: 256KiB, in at most 1,000 lines. A larger SIZE also allows more lines.")
            .build());
    get.addOption(
        flag(AS_IS, "Send the segments . and .. of the path unchanged; default: resolve them."));
    get.addOption(
        flag(
            HALF_CLOSE,
            "Send EOF after the request, and print the raw response until EOF. Some servers answer only after EOF."));
    get.addOption(
        OptionSpec.builder("--timeout")
            .arity("1")
            .paramLabel("SECONDS")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .description(
                "Wait at most SECONDS until connected and the header section has arrived, then at most SECONDS for each read of the body; default: 30.")
            .build());
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws IOException {
    HttpUrl url = parsed.matchedPositionalValue(0, null);
    if (url == null) {
      throw new UsageException(
          "get requires ENDPOINT/PATH, such as localhost:8000/README.md (see 'switchboard help get')");
    }
    var client = client(parsed, environment);
    var address = CommonOptions.isOn(parsed, AS_IS) ? url : url.withoutDotSegments();
    boolean headOnly = CommonOptions.isOn(parsed, "--head");
    boolean halfClose = CommonOptions.isOn(parsed, HALF_CLOSE);
    if (headOnly && CommonOptions.isOn(parsed, "--include")) {
      throw new UsageException("--head cannot be combined with --include");
    }
    for (String option : NOT_WITH_HALF_CLOSE) {
      if (halfClose && parsed.hasMatchedOption(option)) {
        throw new UsageException(
            option
                + " cannot be combined with "
                + HALF_CLOSE
                + ", because --half-close prints the raw response");
      }
    }
    if (parsed.hasMatchedOption(MAX_REDIRECTS) && !CommonOptions.isOn(parsed, FOLLOW)) {
      throw new UsageException("option " + MAX_REDIRECTS + " requires " + FOLLOW);
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
      throw new PolicyException(
          tooLong.getMessage() + "; use " + MAX_HEADER + " SIZE to allow more");
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
      throw new TypeConversionException("'" + typed + "' is more than the maximum of 1GiB");
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
