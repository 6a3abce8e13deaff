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
 * Chooses the hint after a network error, from a table over the command, the operation, the kind of
 * address and the cause: {@link Failures} adds it to the error's message. Any thread.
 *
 * @param command the command that failed, such as {@code echo}; empty where it is not known
 * @param operation the first word of the error's operation, such as {@code connect}
 * @param scheme {@code tcp}, {@code udp}, {@code unix}, or {@code abstract} for a Unix socket
 *     without a file; {@code -} if the error names no address
 * @param cause the system's name for the error (errno(3)), or one of the words of this class
 */
record Hints(String command, String operation, String scheme, String cause) {
  private static final String ANY = "*";
  private static final String NO_ZONE = "no zone";
  private static final String PRIVILEGED = "privileged port";

  /** Ports below it are for root by default (net.ipv4.ip_unprivileged_port_start in ip-sysctl). */
  private static final int UNPRIVILEGED_FROM = 1024;

  /** The commands whose --timeout bounds connecting and waiting for answers. */
  private static final Set<String> WITH_TIMEOUT =
      Set.of("bench", "connect", "echo", "get", "receive", "scan", "send");

  /** The first row that fits is taken: of two, the narrower one comes first. */
  private static final List<Row> TABLE =
      List.of(
          row("* * * no zone", "write its interface too, such as [fe80::1%eth0]:7000"),
          // Names.
          row("* resolve * not found", "check the spelling, or use an IP address"),
          row("* resolve * lookup failed", "try again later, or use an IP address"),
          row(
              "timeout resolve * timeout",
              "the name server is slow or down: use an IP address, or --timeout to wait longer"),
          row("* resolve * timeout", "the name server is slow or down; use an IP address"),
          // Connecting.
          row(
              "* connect abstract ECONNREFUSED",
              "no server has that name: check it, or start the server first"),
          row(
              "* connect unix ECONNREFUSED",
              "no server listens at that file: start it, or check the path"),
          row(
              "* connect unix ENOENT",
              "there is no such socket file: check the path, or start the server first"),
          row("* connect unix EACCES", "connecting needs permission to write to the socket file"),
          row("* connect unix EPROTOTYPE", "that socket is for datagrams, not for byte streams"),
          row("* connect unix EAGAIN", "the server does not accept connections fast enough"),
          row(
              "* connect * ECONNREFUSED",
              "nobody listens there, or a firewall rejects it: check the address, or start the"
                  + " server first"),
          row("* connect * ENETUNREACH", "this machine has no route there: check its network"),
          row(
              "* connect * EHOSTUNREACH",
              "the host is down, or a firewall forbids it: check the address and the network"
                  + " between"),
          row("* connect * EACCES", "a firewall of this machine or a broadcast address forbids it"),
          row("* connect * EPERM", "a firewall of this machine forbids it"),
          row("* connect * ETIMEDOUT", "the host is down, or a firewall drops it"),
          row("* connect * EADDRNOTAVAIL", "this machine has no local port left: try again later"),
          row("* connect * unreachable", "check the address and the network between"),
          row("* connect * EAFNOSUPPORT", "this machine has no IPv6; use an IPv4 address"),
          // Listening.
          row(
              "* listen unix EADDRINUSE",
              "another server listens there: end it, or choose another path"),
          row(
              "* listen abstract EADDRINUSE",
              "another server has that name: end it, or choose another"),
          row("* listen unix ENOENT", "its directory does not exist: make it first"),
          row("* listen unix EACCES", "you may not create files in its directory: choose another"),
          row("* listen unix EROFS", "its file system is read-only: choose another directory"),
          row(
              "* listen unix unavailable",
              "another server listens there, or its directory does not exist or is not yours:"
                  + " choose another path"),
          row("* listen|bind * EADDRINUSE", "choose another port, or 0 for any that is free"),
          row(
              "* listen|bind * EADDRNOTAVAIL",
              "this machine has no such address: use 127.0.0.1, or none for every interface"),
          row("* listen|bind * EAFNOSUPPORT", "this machine has no IPv6; use an IPv4 address"),
          row(
              "* listen|bind * EACCES",
              "ports below 1024 are reserved for root: choose a higher one"),
          row(
              "* listen|bind * privileged port",
              "it is in use, or reserved for root as ports below 1024 are: choose another port"),
          row(
              "* listen|bind * unavailable",
              "it is in use, or no address of this machine: choose another port, or 0 for any that"
                  + " is free"),
          // Datagrams.
          row(
              "* send|receive * ECONNREFUSED",
              "nobody listens there: check the address, or start the server first"),
          row("* send * EACCES", "a broadcast address, or a firewall of this machine forbids it"),
          row("* send * EMSGSIZE", "a datagram holds at most 65507 bytes"),
          // Established connections.
          row("* * unix ECONNRESET|EPIPE", "the peer has closed the connection"),
          row(
              "* * * ECONNRESET|EPIPE|ECONNABORTED",
              "the peer, or a firewall between, has reset the connection"),
          row("* read|write * ETIMEDOUT", "the network to the peer is interrupted"),
          // Time.
          row("* relay * timeout", ""),
          row(
              "timeout connect * timeout",
              "nothing answers there: check the address; --timeout waits longer"),
          row("* connect * timeout", "nothing answers there: check the address"),
          row(
              "timeout * * timeout",
              "nothing came in time: is this the right server? --timeout waits longer"),
          row("* * * timeout", "nothing came in time: is this the right server?"),
          // This machine.
          row("* * * EMFILE", "raise the limit with 'ulimit -n'"),
          row("* * * ENFILE", "this machine has too many files open"),
          row("* * * ENOBUFS|ENOMEM", "this machine is short of memory: try again later"),
          row("* * * EHOSTUNREACH|ENETUNREACH|unreachable", "check the network between"));

  /** Returns what {@code error} is about, when {@code command} failed with it. */
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

  /** The cause by the type of the error: the portable engine knows few names of errors. */
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

  /** Returns the hint: a sentence without a full stop, or nothing. */
  String sentence() {
    return TABLE.stream().filter(row -> row.fits(this)).map(Row::hint).findFirst().orElse("");
  }

  /** A row of the table; a column is a star, or words with bars between. */
  private record Row(String command, String operation, String scheme, String cause, String hint) {
    boolean fits(Hints advice) {
      boolean ofCommand =
          command.equals(ANY)
              || (command.equals("timeout") && WITH_TIMEOUT.contains(advice.command));
      return ofCommand
          && fits(operation, advice.operation)
          && fits(scheme, advice.scheme)
          && fits(cause, advice.cause);
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
