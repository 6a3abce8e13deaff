package switchboard.cli.scan;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
import switchboard.net.Deadline;
import switchboard.net.Network;
import switchboard.scan.LocalNetwork;
import switchboard.scan.PortScan;
import switchboard.scan.Ports;
import switchboard.scan.ServiceNames;

/** {@code switchboard scan}: finds the open ports of hosts. */
public final class ScanCommand implements Command {
  private static final Ports DEFAULT = Ports.range(1, 1024);
  private static final int CONCURRENCY_MAX = 10_000;
  private static final Duration LOOKUP_TIME_MAX = Duration.ofSeconds(5);

  @Override
  public CommandSpec specification() {
    var scan = CommandSpec.create().name("scan");
    scan.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .paramLabel("HOST")
            .arity("0..*")
            .required(false)
            .hideParamSyntax(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("Host names, IPv4 addresses, or IPv6 addresses such as fe80::1%%eth0.")
            .build());
    scan.addOption(
        value(
                "--ports",
                "LIST",
                "Scan these ports, such as 22,80,8000-8100,60000- (60000 and above); default: 1-1024.")
            .type(Ports.class)
            .converters(ScanCommand::ports)
            .build());
    scan.addOption(
        value(
                "--timeout",
                "SECONDS",
                "Wait at most SECONDS for the answer of each port, and for the lookup of each name; default: 1 for a port, 5 for a name.")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .build());
    scan.addOption(
        value("--concurrency", "N", "Probe at most N ports at the same time; default: 500.")
            .type(Integer.class)
            .converters(ScanCommand::concurrency)
            .build());
    scan.addOption(flag("--resolve-all", "Scan every address of a name, not only the first."));
    scan.addOption(flag("--all", "List every port, not only the open ones."));
    scan.addOption(
        flag(
            "--yes",
            "Also scan hosts that are neither this machine nor in a private network. You need the permission of their owners."));
    CommonOptions.common(scan);
    scan.usageMessage()
        .customSynopsis(
            "switchboard scan HOST... [--ports=LIST] [--resolve-all] [--all] [--yes]",
            "                        [--timeout=SECONDS] [--concurrency=N]")
        .description(
            "Find open TCP ports, by connecting to each port.",
            "A port that is not open is closed (connection refused), filtered (no answer) or",
            "unknown (not probed). If this machine lacks file descriptors or local ports, the",
            "scan slows down; ports that it still cannot probe are unknown.")
        .footer(
            "",
            "Examples:",
            "  switchboard scan localhost",
            "  switchboard scan localhost --ports 1-65535",
            "  switchboard scan 127.0.0.1 ::1 --ports 22,80,7000-7010 --all",
            "  switchboard scan localhost --json");
    return scan;
  }

  private static OptionSpec.Builder value(String name, String label, String description) {
    return OptionSpec.builder(name).arity("1").paramLabel(label).description(description);
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  private static Ports ports(String typed) {
    try {
      return Ports.parse(typed);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static Integer concurrency(String typed) {
    int count = CommonOptions.count(typed);
    if (count > CONCURRENCY_MAX) {
      throw new TypeConversionException(
          "'" + typed + "' is more than the maximum of " + CONCURRENCY_MAX);
    }
    return count;
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws IOException {
    List<String> typed = parsed.matchedPositionalValue(0, List.of());
    if (typed.isEmpty()) {
      throw new UsageException(
          "scan requires HOST, such as localhost (see 'switchboard help scan')");
    }
    List<ScanHost> hosts =
        find(typed, parsed.matchedOptionValue("--timeout", LOOKUP_TIME_MAX), environment.network());
    if (CommonOptions.isOn(parsed, "--resolve-all")) {
      hosts = hosts.stream().flatMap(host -> host.each().stream()).toList();
    }
    if (!CommonOptions.isOn(parsed, "--yes")) {
      requireNearby(hosts);
    }
    PortScan scan = PortScan.over(environment.network());
    scan = scan.withTimeout(parsed.matchedOptionValue("--timeout", scan.timeout()));
    scan = scan.withConcurrency(parsed.matchedOptionValue("--concurrency", scan.concurrency()));
    Ports ports = parsed.matchedOptionValue("--ports", DEFAULT);
    return new Scanning(scan, ports, CommonOptions.isOn(parsed, "--all"), ServiceNames.system())
        .run(hosts, environment, console);
  }

  /**
   * Resolves all host names. Limits the time for each name to {@code timeout}, because the resolver
   * of the system may block for much longer.
   */
  private static List<ScanHost> find(List<String> typed, Duration timeout, Network network)
      throws IOException {
    var hosts = new ArrayList<ScanHost>();
    for (String each : typed) {
      try (var _ = Deadline.after(timeout)) {
        hosts.add(ScanHost.find(each, network));
      }
    }
    return hosts;
  }

  private static void requireNearby(List<ScanHost> hosts) throws PolicyException {
    for (ScanHost host : hosts) {
      if (!LocalNetwork.isNearby(host.address().ip())) {
        throw new PolicyException(
            host
                + " is neither this machine nor in a private network, and its owner may take a"
                + " scan for an attack; if you have permission, add --yes");
      }
    }
  }
}
