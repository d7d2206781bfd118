package io.lifeline.edge.transport.tls;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.pekko.Done;
import org.apache.pekko.stream.stage.AsyncCallback;

/**
 * The long computations of one connection's handshake, on threads of their own. While one runs,
 * nothing else is asked of the engine.
 */
final class TlsTasks {
  private final TlsLogic logic;
  private final Executor threads;
  private boolean running;

  TlsTasks(TlsLogic logic, Executor threads) {
    this.logic = logic;
    this.threads = threads;
  }

  boolean isRunning() {
    return running;
  }

  /** Goes on with the handshake when the task is done. */
  void run(Runnable task) {
    running = true;
    AsyncCallback<Done> done = logic.createAsyncCallback(ignored -> onDone());
    try {
      threads.execute(
          () -> {
            try {
              task.run();
            } finally {
              done.invoke(Done.getInstance());
            }
          });
    } catch (RejectedExecutionException e) {
      logic.failStage(e); // the node ends
    }
  }

  private void onDone() {
    running = false;
    logic.advance();
  }
}
