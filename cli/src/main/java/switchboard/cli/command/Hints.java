package switchboard.cli.command;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.DatagramTooLargeException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.NameLookupFailedException;
import switchboard.net.NameNotFoundException;
import switchboard.net.NetworkError;
import switchboard.net.TooManyOpenFilesException;
import switchboard.net.UnreachableException;

/**
 * Finds the hint that {@link Failures} appends to the message of a network error. A table maps the
 * command, the operation, the kind of address and the cause of the error to a hint; an instance of
 * this record is a key for this table. Thread-safe.
 *
 * @param command the command that failed, such as {@code echo}, or "" if unknown
 * @param operation the first word of the operation of the error, such as {@code connect}
 * @param scheme {@code tcp}, {@code udp}, {@code unix}, or {@code abstract} for a Unix socket
 *     without a file; {@code -} if the error has no address
 * @param cause the symbolic name of the error (errno(3)) such as {@code ECONNREFUSED}, or a name
 *     that this class defines
 */
record Hints(String command, String operation, String scheme, String cause) {
  private static final String ANY = "*";
  private static final String NO_ZONE = "no zone";
  private static final String PRIVILEGED = "privileged port";

  /**
   * The default of net.ipv4.ip_unprivileged_port_start: ports below this number are reserved for
   * root.
   */
  private static final int UNPRIVILEGED_FROM = 1024;

  /**
   * The commands that have an option --timeout for connecting and for responses. In the table of
   * hints, the word {@code timeout} stands for all these commands.
   */
  private static final Set<String> WITH_TIMEOUT =
      Set.of("bench", "connect", "echo", "get", "receive", "scan", "send");

  /** The first matching row is used, so a specific row must precede a more general row. */
  private static final List<Row> TABLE =
      List.of(
          row(
              "* * * no zone",
              "add the interface to the link-local address, as in [fe80::1%eth0]:7000"),
          // Name resolution.
          row("* resolve * not found", "check the spelling, or use an IP address"),
          row("* resolve * lookup failed", "try again later, or use an IP address"),
          row(
              "timeout resolve * timeout",
              "the name server is slow or down: use an IP address, or a larger --timeout to wait longer"),
          row("* resolve * timeout", "the name server is slow or down; use an IP address"),
          // Connecting.
          row(
              "* connect abstract ECONNREFUSED",
              "no server listens on that name: check the name, or start the server first"),
          row(
              "* connect unix ECONNREFUSED",
              "no server listens on that socket file: start the server, or check the path"),
          row(
              "* connect unix ENOENT",
              "the socket file does not exist: check the path, or start the server first"),
          row("* connect unix EACCES", "connecting needs permission to write to the socket file"),
          row(
              "* connect unix EPROTOTYPE",
              "the program that owns the socket file expects datagrams, not a byte stream"),
          row("* connect unix EAGAIN", "the server does not accept connections fast enough"),
          row(
              "* connect * ECONNREFUSED",
              "no server listens there, or a firewall rejects the connection: check the address, or start the"
                  + " server first"),
          row(
              "* connect * ENETUNREACH",
              "this machine has no route to that address: check the network of this machine"),
          row(
              "* connect * EHOSTUNREACH",
              "the host is down, or a firewall blocks the connection: check the address and the network path"),
          row(
              "* connect * EACCES",
              "the address is a broadcast address, or a firewall of this machine blocks the packets"),
          row("* connect * EPERM", "a firewall of this machine blocks the connection"),
          row("* connect * ETIMEDOUT", "the host is down, or a firewall drops the packets"),
          row("* connect * EADDRNOTAVAIL", "this machine has no free local port: try again later"),
          row("* connect * unreachable", "check the address and the network path"),
          row("* connect * EAFNOSUPPORT", "this machine has no IPv6; use an IPv4 address"),
          // Listening.
          row(
              "* listen unix EADDRINUSE",
              "another server listens there: stop it, or choose another path"),
          row(
              "* listen abstract EADDRINUSE",
              "another server uses that name: stop it, or choose another name"),
          row(
              "* listen unix ENOENT",
              "the directory of the socket file does not exist: create it first"),
          row(
              "* listen unix EACCES",
              "you have no permission to create the socket file in its directory: choose another directory"),
          row(
              "* listen unix EROFS",
              "the file system of the socket file is read-only: choose another directory"),
          row(
              "* listen unix unavailable",
              "another server listens there, or the directory of the socket file does not exist or is not writable:"
                  + " choose another path"),
          row("* listen|bind * EADDRINUSE", "choose another port, or 0 for any free port"),
          row(
              "* listen|bind * EADDRNOTAVAIL",
              "this machine has no such address: use 127.0.0.1, or :PORT for every interface"),
          row("* listen|bind * EAFNOSUPPORT", "this machine has no IPv6; use an IPv4 address"),
          row(
              "* listen|bind * EACCES",
              "ports below 1024 are reserved for root: choose a higher port"),
          row(
              "* listen|bind * privileged port",
              "the port is in use, or reserved for root (below 1024): choose another port"),
          row(
              "* listen|bind * unavailable",
              "the port is in use, or this machine does not have the address: choose another port,"
                  + " or 0 for any free port"),
          // Datagrams.
          row(
              "* send|receive * ECONNREFUSED",
              "no server listens there: check the address, or start the server first"),
          row(
              "* send * EACCES",
              "the address is a broadcast address, or a firewall of this machine blocks the packets"),
          row("* send * EMSGSIZE", "a datagram holds at most 65507 bytes"),
          // Established connections.
          row("* * unix ECONNRESET|EPIPE", "the peer has closed the connection"),
          row(
              "* * * ECONNRESET|EPIPE|ECONNABORTED",
              "the peer or a firewall has reset the connection"),
          row("* read|write * ETIMEDOUT", "the network connection to the peer is interrupted"),
          // Timeouts.
          row("* relay * timeout", ""),
          row(
              "timeout connect * timeout",
              "no answer: check the address, or use a larger --timeout to wait longer"),
          row("* connect * timeout", "no answer: check the address"),
          row(
              "timeout * * timeout",
              "no response in time: is this the right server? Use a larger --timeout to wait longer"),
          row("* * * timeout", "no response in time: is this the right server?"),
          // Resources of this machine.
          row("* * * EMFILE", "raise the limit with 'ulimit -n'"),
          row("* * * ENFILE", "the processes of this machine have too many files open"),
          row("* * * ENOBUFS|ENOMEM", "this machine has too little memory: try again later"),
          row("* * * EHOSTUNREACH|ENETUNREACH|unreachable", "check the network path"));

  /** Returns the key for {@code error}, the error with which {@code command} failed. */
  static Hints about(NetworkError error, String command) {
    String operation = error.operation().split(" ", 2)[0];
    Address address = error.remote() == null ? error.local() : error.remote();
    return new Hints(command, operation, scheme(operation, address), cause(error, address));
  }

  private static String scheme(String operation, @Nullable Address at) {
    return switch (at) {
      case Address.Unix unix -> unix.isAbstract() ? "abstract" : "unix";
      case Address.Inet _ -> Set.of("bind", "send", "receive").contains(operation) ? "udp" : "tcp";
      case null -> "-";
    };
  }

  private static String cause(NetworkError error, @Nullable Address address) {
    if (address instanceof Address.Inet inet
        && inet.ip().isLinkLocalAddress()
        && inet.isIpv6()
        && inet.zone().isEmpty()) {
      return NO_ZONE;
    }
    return error.errno().orElseGet(() -> byClass(error, address));
  }

  /**
   * Returns the cause that the class of the error implies. This method is used for an error without
   * an errno. The portable engine rarely provides an errno.
   */
  private static String byClass(NetworkError error, @Nullable Address address) {
    return switch (error) {
      case NameNotFoundException _ -> "not found";
      case NameLookupFailedException _ -> "lookup failed";
      case DeadlineExceededException _ -> "timeout";
      case ConnectionRefusedException _ -> "ECONNREFUSED";
      case UnreachableException _ -> "unreachable";
      case ConnectionLostException _ -> "ECONNRESET";
      case TooManyOpenFilesException _ -> "EMFILE";
      case DatagramTooLargeException _ -> "EMSGSIZE";
      case AddressUnavailableException _ ->
          address instanceof Address.Inet inet && inet.port() > 0 && inet.port() < UNPRIVILEGED_FROM
              ? PRIVILEGED
              : "unavailable";
      default -> "other";
    };
  }

  /**
   * Returns the hint for this key, without a full stop, or "" if the table contains no hint for
   * this key.
   */
  String sentence() {
    return TABLE.stream().filter(row -> row.fits(this)).map(Row::hint).findFirst().orElse("");
  }

  /**
   * A row of the table of hints. A column contains {@code *}, which matches everything, or the
   * accepted values, separated by {@code |}.
   */
  private record Row(String command, String operation, String scheme, String cause, String hint) {
    boolean fits(Hints hints) {
      boolean ofCommand =
          command.equals(ANY)
              || (command.equals("timeout") && WITH_TIMEOUT.contains(hints.command));
      return ofCommand
          && fits(operation, hints.operation)
          && fits(scheme, hints.scheme)
          && fits(cause, hints.cause);
    }

    private static boolean fits(String column, String word) {
      return column.equals(ANY) || List.of(column.split("[|]", -1)).contains(word);
    }
  }

  private static Row row(String columns, String hint) {
    String[] each = columns.split(" ", 4);
    return new Row(each[0], each[1], each[2], each[3], hint);
  }
}
