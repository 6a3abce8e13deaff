package switchboard.engine.linux;

import switchboard.contracts.EngineContracts;
import switchboard.net.spi.Engine;

/** Runs every contract test with the Linux engine, on its event loops. */
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
