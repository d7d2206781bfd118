package io.lifeline.edge.node;

import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what a WebSocket received. */
public final class RecordingListener implements WebSocket.Listener {
  public final CompletableFuture<String> closed = new CompletableFuture<>();
  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();

  /** The next text, within thirty seconds. */
  public String next() throws InterruptedException {
    String text = texts.poll(30, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("no text within thirty seconds");
    }
    return text;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      texts.add(partial.toString());
      partial.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed.complete(code + " " + reason);
    return null;
  }
}
