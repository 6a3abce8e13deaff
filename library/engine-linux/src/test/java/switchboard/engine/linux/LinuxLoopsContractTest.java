package switchboard.engine.linux;

import switchboard.contracts.EngineContracts;
import switchboard.net.spi.Engine;

/** Every contract over the Linux engine, with tests that run on its event loops. */
class LinuxLoopsContractTest extends EngineContracts {

  @Override
  protected Engine engine() {
    return LinuxContractTest.ENGINE;
  }

  @Override
  protected boolean onLoops() {
    return true;
  }
}
