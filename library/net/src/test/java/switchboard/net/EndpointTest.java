package switchboard.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests every form of an endpoint, and the error message for each malformed one. */
class EndpointTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:7000          | tcp   | localhost   | ''   | 7000 | ''",
        "tcp://localhost:7000    | tcp   | localhost   | ''   | 7000 | ''",
        "TCP://Host:1            | tcp   | Host        | ''   | 1    | ''",
        "'  127.0.0.1:80  '      | tcp   | 127.0.0.1   | ''   | 80   | ''",
        "[::1]:7000              | tcp   | ::1         | ''   | 7000 | ''",
        "tcp://[fe80::1%eth0]:80 | tcp   | fe80::1     | eth0 | 80   | ''",
        ":7000                   | tcp   | ''          | ''   | 7000 | ''",
        "tcp://:7000             | tcp   | ''          | ''   | 7000 | ''",
        "localhost:0             | tcp   | localhost   | ''   | 0    | ''",
        "udp://host:53           | udp   | host        | ''   | 53   | ''",
        "unix:///run/app.sock    | unix  | ''          | ''   | -1   | /run/app.sock",
        "unix:/run/app.sock      | unix  | ''          | ''   | -1   | /run/app.sock",
        "unix:run/app.sock       | unix  | ''          | ''   | -1   | run/app.sock",
        "unix:@name              | unix  | ''          | ''   | -1   | @name",
        "unix://@name            | unix  | ''          | ''   | -1   | @name",
        "-                       | stdio | ''          | ''   | -1   | ''",
        "stdio:                  | stdio | ''          | ''   | -1   | ''",
      })
  void whatAPersonTypesIsUnderstood(
      String typed, String scheme, String host, String zone, int port, String path) {
    var expected = new Endpoint(scheme, host, zone, port, path);
    assertEquals(expected, Endpoint.parse(typed));
    assertEquals(
        expected,
        Endpoint.parse(expected.toString()),
        "toString returns the notation that parse accepts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``              | an endpoint is empty; write one such as localhost:7000",
        "localhost       | 'localhost' has no port; write for example localhost:7000",
        "udp://host      | 'udp://host' has no port; write for example udp://host:7000",
        "localhost:      | 'localhost:' has no port after the colon",
        "7007            | '7007' is a port without a host; write localhost:7007 or :7007",
        "65535           | '65535' is a port without a host; write localhost:65535 or :65535",
        "65536           | '65536' has no port; write for example 65536:7000",
        "udp://53        | 'udp://53' is a port without a host; write udp://localhost:53 or udp://:53",
        "host:http       | port 'http' in 'host:http' is not a number from 0 to 65535",
        "host:65536      | port '65536' in 'host:65536' is not a number from 0 to 65535",
        "host:-1         | port '-1' in 'host:-1' is not a number from 0 to 65535",
        "host:000001     | port '000001' in 'host:000001' is not a number from 0 to 65535",
        "tcp://host:80/x | port '80/x' in 'tcp://host:80/x' is not a number from 0 to 65535",
        "::1:7000        | '::1:7000' looks like an IPv6 address; write it in brackets: [::1]:7000",
        "[::1:7000       | '[::1:7000' is missing the closing ] of its IPv6 address",
        "[::1]           | '[::1]' has no port; write for example [::1]:7000",
        "[::1]7000       | '[::1]7000' has no port; write for example [::1]:7000",
        "[1.2.3.4]:80    | '1.2.3.4' in '[1.2.3.4]:80' is not an IPv6 address; only those are written in brackets",
        "[host]:80       | 'host' in '[host]:80' is not an IPv6 address; only those are written in brackets",
        "a b:80          | 'a b' in 'a b:80' is not a host name",
        "a/b:80          | 'a/b' in 'a/b:80' is not a host name",
        "unix:           | 'unix:' has no path; write for example unix:///tmp/app.sock or unix:@name",
        "unix://         | 'unix://' has no path; write for example unix:///tmp/app.sock or unix:@name",
        "://host:80      | unknown scheme '' in '://host:80'; known schemes: tcp, udp, unix, stdio",
        "tls://host:80   | unknown scheme 'tls' in 'tls://host:80'; known schemes: tcp, udp, unix, stdio",
        "1x://host:80    | unknown scheme '1x' in '1x://host:80'; known schemes: tcp, udp, unix, stdio",
      })
  void whatIsWrongIsSaidInOneSentence(String typed, String sentence) {
    var error = assertThrows(EndpointException.class, () -> Endpoint.parse(typed));
    assertEquals(sentence, error.getMessage());
  }

  @Test
  void addressesBecomeEndpointsAndComeBack() {
    assertEquals("tcp://127.0.0.1:80", Endpoint.of(Address.loopback(80)).toString());
    assertEquals("tcp://[::1]:80", Endpoint.of(Address.loopback6(80)).toString());
    assertEquals("tcp://[::]:0", Endpoint.of(Address.wildcard(0)).toString());
    assertEquals("unix:///a", Endpoint.of(new Address.Unix("/a")).toString());
    assertEquals("unix:@a", Endpoint.of(new Address.Unix("@a")).toString());
    assertEquals("udp://127.0.0.1:80", Endpoint.tcp("127.0.0.1", 80).withScheme("udp").toString());
    assertEquals(Endpoint.udp("h", 1), Endpoint.parse("udp://h:1"));
  }
}
