package switchboard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import switchboard.http.PageService;
import switchboard.http.Visit;
import switchboard.net.Endpoint;
import switchboard.server.Limits;

/** {@code switchboard serve}: the files of a directory, by HTTP/1. */
final class ServeCommand implements Command {
  private static final Endpoint USUAL = Endpoint.tcp("127.0.0.1", 8000);

  @Override
  public CommandSpec specification() {
    var serve = CommandSpec.create().name("serve");
    serve.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .paramLabel("DIR")
            .arity("1")
            .hideParamSyntax(true)
            .type(String.class)
            .description("The directory. A page is a file in it; of a directory, index.html.")
            .build());
    serve.addOption(Options.listen("Where to listen; usually " + USUAL + ", this machine only."));
    serve.addOption(
        number("--max-connections", "Serve so many at once, others get 503; usually 1000."));
    serve.addOption(
        number("--per-address", "Serve so many of one IP address at once; usually 100."));
    serve.addOption(
        OptionSpec.builder("--idle")
            .arity("1")
            .paramLabel("SECONDS")
            .type(Duration.class)
            .converters(Options::seconds)
            .description("Part from callers who are silent for so long; usually 30.")
            .build());
    Options.common(serve);
    serve
        .usageMessage()
        .description("Serve the files of a directory by HTTP.")
        .parameterListHeading("%n")
        .optionListHeading("%n")
        .footer(
            "",
            "Nothing outside DIR is served, wherever links lead; nothing whose name begins",
            "with a dot; and no list of files.",
            "",
            "Examples:",
            "  switchboard serve .",
            "  switchboard serve site --listen :8000      for the whole network",
            "  switchboard serve site --listen localhost:8001 unix:///tmp/site.sock",
            "  switchboard get localhost:8000/            in another terminal");
    return serve;
  }

  private static OptionSpec number(String name, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .paramLabel("N")
        .type(Integer.class)
        .converters(Options::count)
        .description(description)
        .build();
  }

  @Override
  public int run(ParseResult parsed, Surroundings around, Voice voice) throws IOException {
    Path directory = directory(parsed.matchedPositionalValue(0, null));
    List<Endpoint> endpoints = parsed.matchedOptionValue("--listen", List.of(USUAL));
    var service = new PageService(directory, visit -> tell(visit, voice));
    var server = service.start(around.network(), endpoints, limits(parsed));
    if (!parsed.hasMatchedOption("--listen")) {
      voice.say("serving " + directory + " to this machine; --listen :8000 is for the network");
    }
    var listening = server.addresses().stream().map(Endpoint::of).toList();
    return new Serving(
            listening, () -> server.counters().active(), server::close, server::awaitStop)
        .run(around, voice);
  }

  private static Path directory(@Nullable String typed) {
    if (typed == null) {
      throw new UsageException(
          "serve lacks a DIR, such as . for this directory (see 'switchboard help serve')");
    }
    try {
      Path directory = Path.of(typed);
      if (Files.isDirectory(directory)) {
        return directory;
      }
    } catch (InvalidPathException e) {
      // The sentence below holds for this too.
    }
    throw new UsageException("'" + typed + "' is no directory to serve");
  }

  private static Limits limits(ParseResult parsed) {
    var usual = PageService.usualLimits();
    int connections = parsed.matchedOptionValue("--max-connections", usual.connectionsMax());
    int perAddress = parsed.matchedOptionValue("--per-address", usual.perAddressMax());
    Duration idle = parsed.matchedOptionValue("--idle", usual.idle());
    return usual
        .connections(connections, Limits.Overload.REFUSE)
        .perAddress(perAddress)
        .idleAfter(idle);
  }

  private static void tell(Visit visit, Voice voice) {
    if (voice.isJson()) {
      voice.event(
          Json.event("request")
              .with("caller", visit.caller().toString())
              .with("method", visit.method())
              .with("path", visit.path())
              .with("code", visit.code())
              .with("bytes", visit.bytes()));
    } else {
      voice.say(visit.toString());
    }
  }
}
