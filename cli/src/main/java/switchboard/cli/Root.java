package switchboard.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import switchboard.cli.command.CommonOptions;

/** The specification of {@code switchboard} without a command: its options and its help. */
final class Root {
  private Root() {}

  static CommandSpec specification() {
    var root = CommonOptions.common(CommandSpec.create().name("switchboard"));
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version and exit.")
            .build());
    root.usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .description("Sockets for modern Java, and the tools built on them.")
        .commandListHeading("%nCommands:%n")
        .footer(
            "",
            "Examples:",
            "  switchboard up --data /tmp/inbox           start a hub; try nc localhost 7000",
            "  switchboard chat localhost:7000            join its chat from a terminal",
            "  switchboard send README.md localhost:7000  send it a file",
            "  switchboard echo --listen localhost:7007   start an echo server",
            "  switchboard echo localhost:7007 Hello      send it a text",
            "  switchboard scan localhost                 find open ports",
            "  switchboard example half-close             run a small example program",
            "  switchboard help echo                      show the help of a command",
            "",
            "Endpoints: localhost:7000, [::1]:7000, :7000 (every interface),",
            "  udp://localhost:7000, unix:///tmp/app.sock. Port 0: any free port.",
            "Exit status: 0 success, 1 network error, 2 usage error, 3 integrity error,",
            "  4 refused by policy, 124 timeout, 130 interrupted, 143 terminated.");
    return root;
  }
}
