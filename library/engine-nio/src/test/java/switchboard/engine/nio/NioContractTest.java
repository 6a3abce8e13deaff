package switchboard.engine.nio;

import switchboard.contracts.EngineContracts;
import switchboard.net.spi.Engine;

/** Runs every contract test with the portable engine. */
class NioContractTest extends EngineContracts {
  static final Engine ENGINE = new NioEngineProvider().open();

  @Override
  protected Engine engine() {
    return ENGINE;
  }
}
