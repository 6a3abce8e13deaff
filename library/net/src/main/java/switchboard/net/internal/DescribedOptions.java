package switchboard.net.internal;

import java.io.IOException;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Option;

/**
 * The options of a handle. Adds the name of the option and the local address to the exceptions that
 * the handle throws.
 */
record DescribedOptions(ConnectionOptions below, Address local) implements ConnectionOptions {

  @Override
  public boolean supports(Option<?> option) {
    return below.supports(option);
  }

  @Override
  public <T> T get(Option<T> option) throws IOException {
    try {
      return below.get(option);
    } catch (IOException e) {
      throw ErrorTranslation.describe("get option " + option, local, null, e);
    }
  }

  @Override
  public <T> void set(Option<T> option, T value) throws IOException {
    try {
      below.set(option, value);
    } catch (IOException e) {
      throw ErrorTranslation.describe("set option " + option, local, null, e);
    }
  }
}
