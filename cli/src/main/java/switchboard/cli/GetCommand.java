package switchboard.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import switchboard.http.PageAddress;
import switchboard.http.PageClient;
import switchboard.http.PageRequest;
import switchboard.net.EndpointException;

/** {@code switchboard get}: a page by HTTP/1. */
final class GetCommand implements Command {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String HALF_CLOSE = "--half-close";
  private static final List<String> OF_HTTP = List.of("--head", "--include", "--http1.0");

  @Override
  public CommandSpec specification() {
    var get = CommandSpec.create().name("get");
    get.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .paramLabel("ENDPOINT/PATH")
            .arity("1")
            .hideParamSyntax(true)
            .type(PageAddress.class)
            .converters(GetCommand::address)
            .description(
                "The page. Without a port it is 80. Behind a Unix socket, the path follows a colon: unix:/tmp/app.sock:/index.html.")
            .build());
    get.addOption(flag("--head", "Ask for status and headers only (HEAD), and print them."));
    get.addOption(flag("--include", "Print status and headers before the page."));
    get.addOption(flag("--http1.0", "Speak HTTP/1.0, not 1.1."));
    get.addOption(
        flag(
            HALF_CLOSE,
            "End our output behind the request, and print all that comes, as it comes: for servers that wait for the end of their input."));
    get.addOption(
        OptionSpec.builder("--timeout")
            .arity("1")
            .paramLabel("SECONDS")
            .type(Duration.class)
            .converters(Options::seconds)
            .description("How long to wait for the answer, and for each piece of it; usually 30.")
            .build());
    Options.common(get);
    get.usageMessage()
        .customSynopsis(
            "switchboard get [--head | --include] [--http1.0] [--timeout=SECONDS]",
            "                       ENDPOINT/PATH",
            "       switchboard get --half-close [--timeout=SECONDS] ENDPOINT/PATH")
        .description("Get a page by HTTP/1, and print it byte for byte.")
        .parameterListHeading("%n")
        .footer(
            "",
            "Redirects are told and not followed. Statuses from 300 up end with 1; a page",
            "that is not whole, with 3.",
            "",
            "Examples:",
            "  switchboard get localhost:8000/index.html",
            "  switchboard get 'http://localhost:8000/search?q=socket' > page.html",
            "  switchboard get --head localhost:8000",
            "  switchboard get unix:///tmp/site.sock:/index.html",
            "  switchboard get --half-close localhost:9000/");
    return get;
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  @Override
  public int run(ParseResult parsed, Surroundings around, Voice voice) throws IOException {
    PageAddress address = parsed.matchedPositionalValue(0, null);
    if (address == null) {
      throw new UsageException(
          "get lacks a page, such as localhost:8000/index.html (see 'switchboard help get')");
    }
    var client = new PageClient(around.network(), parsed.matchedOptionValue("--timeout", TIMEOUT));
    boolean headOnly = Options.isOn(parsed, "--head");
    boolean halfClose = Options.isOn(parsed, HALF_CLOSE);
    if (headOnly && Options.isOn(parsed, "--include")) {
      throw new UsageException("either --head, without the page, or --include, with it; not both");
    }
    for (String option : OF_HTTP) {
      if (halfClose && Options.isOn(parsed, option)) {
        throw new UsageException(
            HALF_CLOSE + " prints whatever comes as it comes; " + option + " does not go with it");
      }
    }
    boolean withHead = headOnly || Options.isOn(parsed, "--include");
    try (var printing = new PagePrinting(address, around, voice, withHead)) {
      if (halfClose) {
        return printing.print(() -> client.exchange(address, printing));
      }
      var get = PageRequest.get(address);
      var head = headOnly ? get.headOnly() : get;
      var request = Options.isOn(parsed, "--http1.0") ? head.http10() : head;
      return printing.print(() -> client.fetch(request, printing));
    }
  }

  private static PageAddress address(String typed) {
    try {
      return PageAddress.parse(typed);
    } catch (EndpointException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
