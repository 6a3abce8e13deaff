package switchboard.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import switchboard.net.internal.ErrorTranslation;
import switchboard.net.spi.SystemError;

/** What the exceptions of a failed socket operation say as fields. */
class NetworkErrorTest {
  private static final Address LOCAL = Address.loopback(1);
  private static final Address REMOTE = Address.loopback6(2);

  private static List<IOException> all() {
    var causes = new ArrayList<IOException>();
    for (SystemError.Kind kind : SystemError.Kind.values()) {
      causes.add(new SystemError(kind, "the reason", "ENAME"));
    }
    causes.add(new DeadlineExceededException());
    causes.add(new OperationInterruptedException());
    causes.add(new IOException("of the file system"));
    return causes.stream()
        .map(cause -> ErrorTranslation.describe("read", LOCAL, REMOTE, cause))
        .toList();
  }

  @Test
  void everyDescribedErrorTellsItsFieldsAndTheMessageIsMadeOfThem() {
    for (IOException described : all()) {
      NetworkError error = assertInstanceOf(NetworkError.class, described);
      assertEquals("read", error.operation());
      assertEquals(LOCAL, error.local());
      assertEquals(REMOTE, error.remote());
      assertEquals(described.getMessage(), error.failure().toString());
      assertTrue(described.getMessage().startsWith("read 127.0.0.1:1 to [::1]:2: "));
    }
  }

  @Test
  void theNameOfTheSystemIsThereWhereItGaveOne() {
    var named = new SystemError(SystemError.Kind.REFUSED, "Connection refused", "ECONNREFUSED");
    var refused = ErrorTranslation.describe("connect", null, REMOTE, named);
    assertEquals(Optional.of("ECONNREFUSED"), ((NetworkError) refused).errno());
    assertEquals("connect [::1]:2: Connection refused", refused.getMessage());
    var unnamed = ErrorTranslation.describe("read", LOCAL, null, SystemError.closed());
    assertEquals(Optional.empty(), ((NetworkError) unnamed).errno());
    assertEquals(Optional.empty(), new DeadlineExceededException().errno());
    assertEquals("wait", new OperationInterruptedException().operation());
  }

  @Test
  void everyErrorIsTheSameAfterItWasSerialized() throws Exception {
    for (IOException described : all()) {
      described.setStackTrace(new StackTraceElement[0]);
      var bytes = new ByteArrayOutputStream();
      try (var out = new ObjectOutputStream(bytes)) {
        out.writeObject(described);
      }
      try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        NetworkError read = assertInstanceOf(NetworkError.class, in.readObject());
        assertEquals(described.getClass(), read.getClass());
        assertEquals(((NetworkError) described).failure(), read.failure());
      }
    }
  }
}
