package switchboard.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import switchboard.net.spi.SystemError;

/** What the JDK's exceptions are turned into. */
class NioErrorsTest {
  @Test
  void aDatagramThatNobodyTakesIsRefusedInWords() {
    var error = systemError(NioErrors.translate(new PortUnreachableException()));
    assertEquals(SystemError.Kind.REFUSED, error.kind());
    assertEquals("Connection refused", error.getMessage());
  }

  @Test
  void aMissingDirectoryRefusesWhoConnectsButMakesAnAddressUnavailable() {
    var missing = new SocketException("No such file or directory");
    assertEquals(SystemError.Kind.REFUSED, systemError(NioErrors.translateConnect(missing)).kind());
    var binding = systemError(NioErrors.translateBind(missing));
    assertEquals(SystemError.Kind.ADDRESS, binding.kind());
    assertEquals("No such file or directory", binding.getMessage());
  }

  private static SystemError systemError(IOException e) {
    return assertInstanceOf(SystemError.class, e);
  }
}
