package switchboard.engine.nio;

import switchboard.contracts.EngineContracts;
import switchboard.net.spi.Engine;

/** Every contract over the portable engine, with tests that run on its event loops. */
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
