package switchboard.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import switchboard.chat.NickRejectedException;
import switchboard.echo.EchoMismatchException;
import switchboard.http.BadResponseException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.transfer.FailureReason;
import switchboard.transfer.TransferException;

/** Tests the exit status for each kind of failure, as documented in docs/events.md. */
class FailuresTest {

  @Test
  void theStatusFollowsTheKindOfFailure() {
    assertEquals(Status.NETWORK, Failures.status(new IOException("x")));
    assertEquals(Status.NETWORK, Failures.status(new EOFException("x")));
    assertEquals(
        Status.USAGE,
        Failures.status(assertThrows(EndpointException.class, () -> Endpoint.parse("x:y"))));
    assertEquals(Status.USAGE, Failures.status(new UsageException("x")));
    assertEquals(Status.INTEGRITY, Failures.status(new EchoMismatchException("x")));
    assertEquals(Status.INTEGRITY, Failures.status(new BadResponseException("x", 1)));
    assertEquals(Status.POLICY, Failures.status(new PolicyException("x")));
    assertEquals(Status.POLICY, Failures.status(new NickRejectedException("x")));
    assertEquals(Status.TIMEOUT, Failures.status(new DeadlineExceededException()));
  }

  @Test
  void aTransferFailsWithTheStatusOfItsReason() {
    var expected = new EnumMap<FailureReason, Integer>(FailureReason.class);
    expected.putAll(
        Map.of(
            FailureReason.DAMAGED,
            Status.INTEGRITY,
            FailureReason.NAME,
            Status.POLICY,
            FailureReason.EXISTS,
            Status.POLICY,
            FailureReason.TOO_LARGE,
            Status.POLICY,
            FailureReason.REJECTED,
            Status.POLICY,
            FailureReason.TIMED_OUT,
            Status.TIMEOUT));
    for (FailureReason reason : FailureReason.values()) {
      assertEquals(
          expected.getOrDefault(reason, Status.NETWORK),
          Failures.status(new TransferException(reason, "x")),
          reason.name());
    }
  }

  @Test
  void everyStatusHasAMeaning() {
    for (int status :
        new int[] {
          Status.SUCCESS,
          Status.NETWORK,
          Status.USAGE,
          Status.INTEGRITY,
          Status.POLICY,
          Status.TIMEOUT,
          Status.SIGNAL + 2,
          Status.SIGNAL + 15
        }) {
      assertTrue(Status.MEANINGS.containsKey(status), "status " + status);
    }
    assertEquals(8, Status.MEANINGS.size());
  }
}
