package switchboard.net;

import java.io.IOException;

/** The options of a handle, with errors that tell which socket and which option. */
record DescribedOptions(LiveOptions below, Address local) implements LiveOptions {

  @Override
  public boolean supports(Option<?> option) {
    return below.supports(option);
  }

  @Override
  public <T> T get(Option<T> option) throws IOException {
    try {
      return below.get(option);
    } catch (IOException e) {
      throw Errors.describe("get option " + option, local, null, e);
    }
  }

  @Override
  public <T> void set(Option<T> option, T value) throws IOException {
    try {
      below.set(option, value);
    } catch (IOException e) {
      throw Errors.describe("set option " + option, local, null, e);
    }
  }
}
