package switchboard.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that {@link NetworkError} contains the details of every kind of network error. */
class NetworkErrorTest {
  private static final Failure FAILURE =
      new Failure("connect", null, Address.loopback(1), "Connection refused", "ECONNREFUSED");

  static Stream<IOException> errors() {
    return Stream.of(
        new AddressUnavailableException(FAILURE),
        new ConnectionLostException(FAILURE),
        new ConnectionRefusedException(FAILURE),
        new DatagramTooLargeException(FAILURE),
        new DeadlineExceededException(FAILURE),
        new NameLookupFailedException(FAILURE),
        new NameNotFoundException(FAILURE),
        new OperationInterruptedException(FAILURE),
        new OutputBrokenException(FAILURE),
        new SocketClosedException(FAILURE),
        new SystemCallException(FAILURE),
        new TooManyOpenFilesException(FAILURE),
        new UnreachableException(FAILURE));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void everyNetworkErrorIsFoundWithItsFields(IOException error) {
    assertSame(error, NetworkError.of(error).orElseThrow());
    NetworkError wrapped = NetworkError.of(new UncheckedIOException(error)).orElseThrow();
    assertSame(error, wrapped);
    assertEquals("connect", wrapped.operation());
    assertEquals(Address.loopback(1), wrapped.remote());
    assertEquals(Optional.of("ECONNREFUSED"), wrapped.errno());
  }

  @Test
  void otherExceptionsAreNone() {
    assertEquals(Optional.empty(), NetworkError.of(new BadMessageException("bad")));
    var first = new IOException("first");
    first.initCause(new IOException("second", first));
    assertEquals(Optional.empty(), NetworkError.of(first));
  }
}
