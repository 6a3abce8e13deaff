package switchboard.engine.linux;

import switchboard.contracts.EngineContracts;
import switchboard.net.spi.Engine;

/** Every contract over the Linux engine, for whoever runs on its loops. */
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
