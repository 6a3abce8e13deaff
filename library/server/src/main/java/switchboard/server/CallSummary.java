package switchboard.server;

import java.time.Duration;
import switchboard.net.Address;

/**
 * One served connection after its end, as a {@link CallObserver} gets it. Immutable.
 *
 * @param id the number of the call at its server, from 1
 * @param remote the caller's address
 * @param protocol set by the handler with {@link Call#setProtocol}; empty if it did not
 * @param bytesRead bytes that the handler has received
 * @param bytesWritten bytes that the handler has handed to the system
 * @param duration from accept to the end of the connection
 * @param reason why it ended
 * @param detail one sentence about the reason, from the exception that ended the handler; empty if
 *     it returned
 */
public record CallSummary(
    long id,
    Address remote,
    String protocol,
    long bytesRead,
    long bytesWritten,
    Duration duration,
    CloseReason reason,
    String detail) {}
