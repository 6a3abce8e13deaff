package switchboard.net.internal;

import switchboard.net.ConnectionOptions;
import switchboard.net.Option;

/** The options of a stream without socket options, such as a pipe: supports none. */
enum UnsupportedOptions implements ConnectionOptions {
  INSTANCE;

  @Override
  public boolean supports(Option<?> option) {
    return false;
  }

  @Override
  public <T> T get(Option<T> option) {
    throw new UnsupportedOperationException(
        "option " + option + " is not supported by this kind of socket");
  }

  @Override
  public <T> void set(Option<T> option, T value) {
    throw new UnsupportedOperationException(
        "option " + option + " is not supported by this kind of socket");
  }
}
