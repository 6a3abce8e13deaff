package switchboard.cli.transfer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.UsageException;
import switchboard.cli.command.WorkingDirectory;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.serving.CallPrinting;
import switchboard.cli.serving.ServerOptions;
import switchboard.cli.serving.Serving;
import switchboard.net.Endpoint;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.transfer.Inbox;
import switchboard.transfer.TransferException;

/** {@code switchboard receive}: receives files into a directory. */
public final class ReceiveCommand implements Command {
  private static final Endpoint DEFAULT = Endpoint.tcp("127.0.0.1", 7000);
  private static final Limits LIMITS =
      Limits.standard().connections(10_000, Limits.Overload.REJECT).perAddress(100);

  @Override
  public CommandSpec specification() {
    var receive = CommandSpec.create().name("receive");
    receive.addOption(
        CommonOptions.listen(
            "Listen at ENDPOINT; default: " + DEFAULT.host() + ":" + DEFAULT.port() + "."));
    receive.addOption(
        OptionSpec.builder("--into")
            .arity("1")
            .paramLabel("DIR")
            .type(Path.class)
            .converters(CommonOptions::path)
            .description("Store the files in DIR; default: the working directory.")
            .build());
    receive.addOption(
        flag(
            "--once",
            "Receive files from one sender only. Then exit; the status says whether its files were received."));
    receive.addOption(flag("--overwrite", "Replace existing files."));
    receive.addOption(
        OptionSpec.builder("--timeout")
            .arity("1")
            .paramLabel("SECONDS")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .description("Disconnect a sender after SECONDS without data; default: 60.")
            .build());
    InboxOptions.add(receive);
    ServerOptions.add(receive, LIMITS);
    CommonOptions.common(receive);
    receive
        .usageMessage()
        .description(
            "Receive files, and keep each file that arrives complete and undamaged.",
            "Senders are 'switchboard send' and the Python sender of the tutorials. A file",
            "has a temporary name until it is complete and verified.")
        .customSynopsis("switchboard receive [--listen=ENDPOINT...] [--into=DIR] [OPTIONS]")
        .footer(
            "",
            "Examples:",
            "  switchboard receive --into /tmp",
            "  switchboard receive --listen :7000 --once  one transfer, from any machine",
            "  switchboard send README.md localhost:7000  in another terminal");
    return receive;
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws Exception {
    List<Endpoint> endpoints = parsed.matchedOptionValue("--listen", List.of(DEFAULT));
    Inbox inbox = inbox(parsed);
    Duration idle = parsed.matchedOptionValue("--timeout", SendCommand.IDLE);
    var receivedFiles =
        new ReceivedFiles(environment, console, CommonOptions.isOn(parsed, "--once"));
    var setup =
        Server.builder(receivedFiles.receiver(inbox, idle))
            .network(environment.network())
            .limits(ServerOptions.limits(parsed, LIMITS))
            .options(ServerOptions.socketOptions(parsed))
            .observer(new CallPrinting(console));
    endpoints.forEach(setup::listen);
    Server server = setup.start();
    receivedFiles.endsBy(server::close);
    List<Endpoint> listening = server.addresses().stream().map(Endpoint::of).toList();
    console.say("receiving into " + inbox.directory() + "; " + hint(listening.getFirst()));
    int status =
        new Serving(listening, () -> server.counters().active(), server::close, server::awaitStop)
            .run(environment, console);
    return receivedFiles.isOver() ? receivedFiles.status() : status;
  }

  private static Inbox inbox(ParseResult parsed) throws IOException {
    if (!parsed.hasMatchedOption("--into")) {
      WorkingDirectory.require(
          "no files can be received there (--into DIR names another directory)");
    }
    Path directory = parsed.matchedOptionValue("--into", Path.of(""));
    Inbox inbox;
    try {
      inbox = Inbox.of(directory.toAbsolutePath());
    } catch (TransferException e) {
      throw new UsageException("--into: " + e.getMessage());
    }
    if (CommonOptions.isOn(parsed, "--overwrite")) {
      inbox = inbox.overwriting();
    }
    return inbox.limits(InboxOptions.limits(parsed));
  }

  /**
   * Returns the message that shows the command line with which a file can be sent to this receiver.
   */
  private static String hint(Endpoint listening) throws IOException {
    boolean everywhere = listening.host().equals("0.0.0.0") || listening.host().equals("::");
    Endpoint endpoint =
        everywhere ? Endpoint.tcp(addressOfThisMachine(), listening.port()) : listening;
    String shown = endpoint.toString();
    return "to send: switchboard send FILE "
        + (shown.startsWith("tcp://") ? shown.substring("tcp://".length()) : shown);
  }

  /**
   * Returns an IPv4 address of this machine to which other machines can probably connect, or
   * 127.0.0.1 if there is no such address.
   */
  private static String addressOfThisMachine() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .map(InetAddress::getHostAddress)
        .filter(address -> address.indexOf(':') < 0)
        .findFirst()
        .orElse("127.0.0.1");
  }
}
