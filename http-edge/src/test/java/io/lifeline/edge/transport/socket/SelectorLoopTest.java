package io.lifeline.edge.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SelectorLoopTest {
  private static final int ROUNDS = 2_000;

  private final SelectorLoop loop = SelectorLoop.start("selector-test");
  private final List<Pipe> pipes = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    loop.close();
    for (Pipe pipe : pipes) {
      pipe.sink().close();
      pipe.source().close();
    }
  }

  /** Each thread asks in both ways, so that every order of asking and falling asleep comes up. */
  @Test
  void nobodyWhoAsksIsForgotten() throws Exception {
    List<CompletableFuture<Void>> askers =
        IntStream.range(0, 4)
            .mapToObj(asker -> CompletableFuture.runAsync(() -> askManyTimes(asker)))
            .toList();

    for (CompletableFuture<Void> asker : askers) {
      asker.get(50, TimeUnit.SECONDS);
    }
  }

  @Test
  void theSleepingLoopIsWokenByASoftWord() throws Exception {
    Pipe pipe = pipe();
    pipe.sink().write(ByteBuffer.allocate(1));
    CountDownLatch told = new CountDownLatch(1);
    SelectionKey key = loop.register(pipe.source(), operations -> told.countDown());

    loop.awaitSoon(key, SelectionKey.OP_READ);

    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closingIsCompleteWhileOthersAskSoftly() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    List<CompletableFuture<Void>> closings = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Pipe soft = pipe();
      Pipe closing = pipe();
      SelectionKey key = loop.register(soft.source(), operations -> {});
      loop.register(closing.source(), operations -> {});

      loop.awaitSoon(key, SelectionKey.OP_READ);
      closings.add(
          loop.close(closing.source()).thenRun(closed::incrementAndGet).toCompletableFuture());
    }

    CompletableFuture.allOf(closings.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    assertThat(closed).hasValue(200);
  }

  @Test
  void noTaskIsForgottenWhileOthersAskSoftly() throws Exception {
    Pipe pipe = pipe();
    SelectionKey key = loop.register(pipe.source(), operations -> {});
    for (int round = 0; round < ROUNDS; round++) {
      CountDownLatch ran = new CountDownLatch(1);

      if (round % 3 == 0) {
        loop.awaitSoon(key, SelectionKey.OP_READ);
      }
      loop.execute(ran::countDown);

      assertThat(ran.await(10, TimeUnit.SECONDS)).as("ran in round %s", round).isTrue();
    }
  }

  /** Who hands itself over again each time does not keep the loop from its channels. */
  @Test
  void channelsAreToldBetweenTasksThatNeverEnd() throws Exception {
    Pipe pipe = pipe();
    CountDownLatch told = new CountDownLatch(1);
    SelectionKey key = loop.register(pipe.source(), operations -> told.countDown());
    endless();

    loop.await(key, SelectionKey.OP_READ);
    pipe.sink().write(ByteBuffer.allocate(1));

    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Its sockets would be deaf without a word: who holds the loop has to hear of it. */
  @Test
  void whateverEndsTheLoopIsItsFailure() {
    loop.execute(
        () -> {
          throw new NoClassDefFoundError("a class that cannot be read");
        });

    assertThat(loop.failure().toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(NoClassDefFoundError.class);
  }

  private void endless() {
    loop.execute(this::endless); // until the loop is closed
  }

  private void askManyTimes(int asker) {
    try {
      Pipe pipe = pipe();
      Rounds rounds = new Rounds();
      SelectionKey key = loop.register(pipe.source(), rounds);
      for (int round = 0; round < ROUNDS; round++) {
        rounds.next = new CountDownLatch(1);
        if ((round + asker) % 3 == 0) {
          loop.await(key, SelectionKey.OP_READ);
        } else {
          loop.awaitSoon(key, SelectionKey.OP_READ);
        }
        pipe.sink().write(ByteBuffer.allocate(1));
        assertThat(rounds.next.await(10, TimeUnit.SECONDS)).as("told in round %s", round).isTrue();
        pipe.source().read(ByteBuffer.allocate(1));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Pipe pipe() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    synchronized (pipes) {
      pipes.add(pipe);
    }
    return pipe;
  }

  private static final class Rounds implements SelectorLoop.Watcher {
    private volatile CountDownLatch next = new CountDownLatch(1);

    @Override
    public void ready(int operations) {
      next.countDown();
    }
  }
}
