package switchboard.frames;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.testing.Scope;
import switchboard.testing.Task;

/** A step under a deadline that the test expires when it likes. */
record DeadlineLimited(Deadline limit, Task<Boolean> task) {

  static DeadlineLimited start(Scope scope, Scope.Step step) throws Exception {
    var opened = new CompletableFuture<Deadline>();
    Task<Boolean> task =
        scope.start(() -> {
          try (var limit = Deadline.never()) {
            opened.complete(limit);
            step.run();
          }
        });
    return new DeadlineLimited(opened.get(10, TimeUnit.SECONDS), task);
  }

  void expire() throws Exception {
    task.awaitBlocked();
    limit.expireNow();
    task.failure(DeadlineExceededException.class);
  }
}
