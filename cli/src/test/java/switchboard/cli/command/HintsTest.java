package switchboard.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.DatagramTooLargeException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Failure;
import switchboard.net.NameLookupFailedException;
import switchboard.net.NameNotFoundException;
import switchboard.net.TooManyOpenFilesException;
import switchboard.net.UnreachableException;

/** Tests each row of the table of hints, and which properties of an error select a row. */
class HintsTest {
  private static final String CASES =
      """
      echo connect tcp no zone|add the interface to the link-local address, as in [fe80::1%eth0]:7000
      listen listen tcp no zone|add the interface to the link-local address, as in [fe80::1%eth0]:7000
      echo resolve - not found|check the spelling, or use an IP address
      echo resolve - lookup failed|try again later, or use an IP address
      scan resolve - timeout|the name server is slow or down: use an IP address, or a larger --timeout to wait longer
      up resolve - timeout|the name server is slow or down; use an IP address
      connect connect abstract ECONNREFUSED|no server listens on that name: check the name, or start the server first
      connect connect unix ECONNREFUSED|no server listens on that socket file: start the server, or check the path
      connect connect unix ENOENT|the socket file does not exist: check the path, or start the server first
      connect connect unix EACCES|connecting needs permission to write to the socket file
      connect connect unix EPROTOTYPE|the program that owns the socket file expects datagrams, not a byte stream
      connect connect unix EAGAIN|the server does not accept connections fast enough
      connect connect tcp ECONNREFUSED|no server listens there, or a firewall rejects the connection: check the address, or start the server first
      connect connect tcp ENETUNREACH|this machine has no route to that address: check the network of this machine
      connect connect tcp EHOSTUNREACH|the host is down, or a firewall blocks the connection: check the address and the network path
      connect connect tcp EACCES|the address is a broadcast address, or a firewall of this machine blocks the packets
      connect connect tcp EPERM|a firewall of this machine blocks the connection
      connect connect tcp ETIMEDOUT|the host is down, or a firewall drops the packets
      connect connect tcp EADDRNOTAVAIL|this machine has no free local port: try again later
      connect connect tcp unreachable|check the address and the network path
      connect connect tcp EAFNOSUPPORT|this machine has no IPv6; use an IPv4 address
      up listen unix EADDRINUSE|another server listens there: stop it, or choose another path
      up listen abstract EADDRINUSE|another server uses that name: stop it, or choose another name
      up listen unix ENOENT|the directory of the socket file does not exist: create it first
      up listen unix EACCES|you have no permission to create the socket file in its directory: choose another directory
      up listen unix EROFS|the file system of the socket file is read-only: choose another directory
      up listen unix unavailable|another server listens there, or the directory of the socket file does not exist or is not writable: choose another path
      up listen tcp EADDRINUSE|choose another port, or 0 for any free port
      echo bind udp EADDRINUSE|choose another port, or 0 for any free port
      up listen tcp EADDRNOTAVAIL|this machine has no such address: use 127.0.0.1, or :PORT for every interface
      up listen tcp EAFNOSUPPORT|this machine has no IPv6; use an IPv4 address
      up listen tcp EACCES|ports below 1024 are reserved for root: choose a higher port
      up listen tcp privileged port|the port is in use, or reserved for root (below 1024): choose another port
      up listen tcp unavailable|the port is in use, or this machine does not have the address: choose another port, or 0 for any free port
      echo receive udp ECONNREFUSED|no server listens there: check the address, or start the server first
      echo send udp ECONNREFUSED|no server listens there: check the address, or start the server first
      echo send udp EACCES|the address is a broadcast address, or a firewall of this machine blocks the packets
      echo send udp EMSGSIZE|a datagram holds at most 65507 bytes
      connect read unix ECONNRESET|the peer has closed the connection
      connect write unix EPIPE|the peer has closed the connection
      connect read tcp ECONNRESET|the peer or a firewall has reset the connection
      connect write tcp EPIPE|the peer or a firewall has reset the connection
      connect read tcp ETIMEDOUT|the network connection to the peer is interrupted
      connect relay tcp timeout|
      connect connect tcp timeout|no answer: check the address, or use a larger --timeout to wait longer
      chat connect tcp timeout|no answer: check the address
      get read tcp timeout|no response in time: is this the right server? Use a larger --timeout to wait longer
      chat read tcp timeout|no response in time: is this the right server?
      up accept tcp EMFILE|raise the limit with 'ulimit -n'
      echo connect tcp ENFILE|the processes of this machine have too many files open
      echo connect tcp ENOBUFS|this machine has too little memory: try again later
      echo send udp ENETUNREACH|check the network path
      echo connect tcp other|
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = CASES)
  void eachCaseHasItsHint(String words, String hint) {
    String[] each = words.split(" ", 4);
    var hints = new Hints(each[0], each[1], each[2], each[3]);
    assertEquals(hint == null ? "" : hint, hints.sentence());
  }

  private static final Address TCP = Address.loopback(7007);
  private static final Address UNIX = new Address.Unix("/tmp/a.sock");
  private static final Address ABSTRACT = new Address.Unix("@a");

  private static Failure failure(
      String operation, @Nullable Address remote, @Nullable String errno) {
    return new Failure(operation, null, remote, "some words", errno);
  }

  private static Failure atLocal(String operation, Address local) {
    return new Failure(operation, local, null, "some words");
  }

  @Test
  void theFieldsOfAnErrorChooseTheRow() {
    assertEquals(
        new Hints("echo", "connect", "tcp", "ECONNREFUSED"),
        Hints.about(
            new ConnectionRefusedException(failure("connect", TCP, "ECONNREFUSED")), "echo"));
    assertEquals(
        new Hints("", "connect", "unix", "ENOENT"),
        Hints.about(new ConnectionRefusedException(failure("connect", UNIX, "ENOENT")), ""));
    assertEquals(
        new Hints("", "connect", "abstract", "ECONNREFUSED"),
        Hints.about(
            new ConnectionRefusedException(failure("connect", ABSTRACT, "ECONNREFUSED")), ""));
    assertEquals(
        new Hints("", "send", "udp", "EMSGSIZE"),
        Hints.about(new DatagramTooLargeException(failure("send", TCP, "EMSGSIZE")), ""));
    assertEquals(
        new Hints("", "resolve", "-", "not found"),
        Hints.about(new NameNotFoundException(failure("resolve 'a b'", null, null)), ""));
  }

  @Test
  void withoutASystemsNameTheClassOfTheErrorDecides() {
    assertEquals(
        "ECONNREFUSED", cause(new ConnectionRefusedException(failure("connect", TCP, null))));
    assertEquals("unreachable", cause(new UnreachableException(failure("connect", TCP, null))));
    assertEquals("ECONNRESET", cause(new ConnectionLostException(failure("read", TCP, null))));
    assertEquals("EMFILE", cause(new TooManyOpenFilesException(failure("connect", TCP, null))));
    assertEquals("timeout", cause(new DeadlineExceededException(failure("read", TCP, null))));
    assertEquals(
        "lookup failed", cause(new NameLookupFailedException(failure("resolve", null, null))));
    assertEquals("unavailable", cause(new AddressUnavailableException(atLocal("listen", TCP))));
    assertEquals("unavailable", cause(new AddressUnavailableException(atLocal("listen", UNIX))));
    for (int port : new int[] {1, 1023}) {
      var privileged = atLocal("listen", Address.loopback(port));
      assertEquals("privileged port", cause(new AddressUnavailableException(privileged)));
    }
    for (int port : new int[] {0, 1024}) {
      var free = atLocal("listen", Address.loopback(port));
      assertEquals("unavailable", cause(new AddressUnavailableException(free)));
    }
  }

  private static String cause(switchboard.net.NetworkError error) {
    return Hints.about(error, "").cause();
  }

  @Test
  void aLinkLocalAddressWithoutItsInterfaceIsTheCauseWhateverTheSystemSays() {
    InetAddress ip = InetAddress.ofLiteral("fe80::1");
    var bare = new Address.Inet(ip, 7000, "");
    assertEquals("no zone", cause(new UnreachableException(failure("connect", bare, "EINVAL"))));
    assertEquals("no zone", cause(new AddressUnavailableException(atLocal("listen", bare))));
    var zoned = new Address.Inet(ip, 7000, "eth0");
    assertEquals("EINVAL", cause(new UnreachableException(failure("connect", zoned, "EINVAL"))));
    var ipv4 = Address.inet(InetAddress.ofLiteral("169.254.1.1"), 1); // IPv4 addresses have no zone
    assertEquals("EINVAL", cause(new UnreachableException(failure("connect", ipv4, "EINVAL"))));
  }
}
