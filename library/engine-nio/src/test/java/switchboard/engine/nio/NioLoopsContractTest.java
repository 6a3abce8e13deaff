package switchboard.engine.nio;

import switchboard.net.spi.Engine;
import switchboard.testing.EngineContracts;

/** Every contract over the portable engine, for whoever runs on its loops. */
class NioLoopsContractTest extends EngineContracts {

  @Override
  protected Engine engine() {
    return NioContractTest.ENGINE;
  }

  @Override
  protected boolean onLoops() {
    return true;
  }
}
