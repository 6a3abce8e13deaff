package switchboard.engine.nio;

import switchboard.contracts.EngineContracts;
import switchboard.net.spi.Engine;

/** Runs every contract test with the portable engine, on its event loops. */
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
