package switchboard.cli.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.UsageException;
import switchboard.cli.command.WorkingDirectory;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.cli.serving.CallPrinting;
import switchboard.cli.serving.ServerOptions;
import switchboard.cli.serving.Serving;
import switchboard.http.AccessLogEntry;
import switchboard.http.HttpFileHandler;
import switchboard.net.Endpoint;
import switchboard.server.Server;

/** {@code switchboard serve}: serves the files of a directory by HTTP/1. */
public final class ServeCommand implements Command {
  private static final String NO_LISTING = "--no-listing";
  private static final String ALLOW_HOST = "--allow-host";
  private static final Endpoint DEFAULT = Endpoint.tcp("127.0.0.1", 8000);

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
            .description(
                "The directory to serve. For the URL of a file, the file is served. For the URL of a directory, its index.html is served, or a list of its files if it has no index.html.")
            .build());
    addOptions(serve);
    CommonOptions.common(serve);
    serve
        .usageMessage()
        .customSynopsis("switchboard serve [--listen=ENDPOINT...] [OPTIONS] DIR")
        .description("Serve the files of a directory by HTTP.")
        .footer(
            "",
            "The server answers GET and HEAD, with preconditions and single byte ranges, so",
            "that a client can resume a download (curl -C -). Files outside DIR are never",
            "served, not even through symbolic links. Neither are names that begin with a",
            "dot, except /.well-known/.",
            "",
            "At loopback addresses, requests for hosts other than localhost, NAME.localhost",
            "and IP addresses get status 421: otherwise a web page could read DIR through",
            "your browser by DNS rebinding. --allow-host allows more names. At other",
            "addresses, any valid host is accepted.",
            "",
            "Examples:",
            "  switchboard serve .",
            "  switchboard serve docs --listen :8000      listen on every interface",
            "  switchboard serve docs --listen localhost:8001 unix:///tmp/site.sock",
            "  switchboard serve . --allow-host app.test  a name of /etc/hosts or a proxy",
            "  switchboard get localhost:8000/            in another terminal");
    return serve;
  }

  private static void addOptions(CommandSpec serve) {
    serve.addOption(
        CommonOptions.listen(
            "Listen at ENDPOINT; default: "
                + DEFAULT.host()
                + ":"
                + DEFAULT.port()
                + ", which only programs on this machine can reach."));
    serve.addOption(
        OptionSpec.builder(NO_LISTING)
            .type(boolean.class)
            .description(
                "Answer 404 for a directory without index.html, instead of listing its files.")
            .build());
    serve.addOption(
        OptionSpec.builder(ALLOW_HOST)
            .arity("1")
            .paramLabel("NAME")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(
                "At loopback addresses, also answer requests for the host NAME. This option may be given more than once.")
            .build());
    ServerOptions.add(serve, HttpFileHandler.defaultLimits());
    ServerOptions.addIdle(serve, "30");
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws IOException {
    Path directory = directory(parsed.matchedPositionalValue(0, null));
    List<Endpoint> endpoints = parsed.matchedOptionValue("--listen", List.of(DEFAULT));
    var service = service(directory, parsed, console);
    var setup =
        Server.builder(service)
            .network(environment.network())
            .limits(ServerOptions.limits(parsed, HttpFileHandler.defaultLimits()))
            .options(ServerOptions.socketOptions(parsed))
            .observer(new CallPrinting(console));
    endpoints.forEach(setup::listen);
    var server = service.start(setup);
    if (!parsed.hasMatchedOption("--listen")) {
      console.say(
          "serving "
              + directory
              + " to programs on this machine only; use --listen :8000 to serve other machines too");
    }
    var listening = server.addresses().stream().map(Endpoint::of).toList();
    return new Serving(
            listening, () -> server.counters().active(), server::close, server::awaitStop)
        .run(environment, console);
  }

  private static HttpFileHandler service(Path directory, ParseResult parsed, Console console)
      throws IOException {
    List<String> hosts = parsed.matchedOptionValue(ALLOW_HOST, List.of());
    HttpFileHandler service;
    try {
      service =
          new HttpFileHandler(directory, entry -> report(entry, console)).allowingHosts(hosts);
    } catch (IllegalArgumentException e) {
      throw new UsageException(ALLOW_HOST + ": " + e.getMessage());
    }
    return CommonOptions.isOn(parsed, NO_LISTING) ? service.withoutListings() : service;
  }

  private static Path directory(@Nullable String typed) {
    if (typed == null) {
      throw new UsageException(
          "serve requires DIR, such as . for the working directory (see 'switchboard help serve')");
    }
    try {
      Path directory = WorkingDirectory.path(typed);
      if (Files.isDirectory(directory)) {
        return directory;
      }
    } catch (InvalidPathException e) {
      // The exception below reports the invalid value.
    }
    throw new UsageException("'" + typed + "' is not a directory");
  }

  private static void report(AccessLogEntry entry, Console console) {
    if (console.isJson()) {
      console.event(
          Json.event("request")
              .with("caller", entry.remote().toString())
              .with("method", entry.method())
              .with("path", entry.path())
              .with("code", entry.code())
              .with("bytes", entry.bytes()));
    } else {
      console.say(entry.toString());
    }
  }
}
