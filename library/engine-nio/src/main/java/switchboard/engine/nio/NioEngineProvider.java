package switchboard.engine.nio;

import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;
import switchboard.net.spi.support.EventLoopThreads;

/**
 * Provides the portable engine, which works on every platform of the JDK and has the lowest
 * preference.
 *
 * @since 0.1.0
 */
public final class NioEngineProvider implements EngineProvider {

  /** Called by the service loader. */
  public NioEngineProvider() {}

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public @Nullable String unusableReason() {
    return null;
  }

  @Override
  public @Nullable String slowReason() {
    String closed = EventLoopThreads.unavailableReason();
    return closed == null ? null : "no event loops, because " + closed;
  }

  @Override
  public List<String> missingJvmOptions() {
    String option = EventLoopThreads.missingOption();
    return option == null ? List.of() : List.of(option);
  }

  @Override
  public Engine open() {
    return new NioEngine();
  }
}
