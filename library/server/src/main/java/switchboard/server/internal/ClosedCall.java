package switchboard.server.internal;

import java.time.Duration;
import switchboard.net.Address;
import switchboard.server.CallSummary;
import switchboard.server.CloseReason;

/** Implementation of {@link CallSummary}. */
record ClosedCall(
    long id,
    Address remote,
    String protocol,
    long bytesRead,
    long bytesWritten,
    Duration duration,
    CloseReason reason,
    String detail)
    implements CallSummary {}
