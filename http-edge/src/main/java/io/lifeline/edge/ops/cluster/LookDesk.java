package io.lifeline.edge.ops.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.StreamRefAttributes;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamRefs;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Answers the ops listeners of other nodes with what this node's own would say, at most {@value
 * #MOST_OPEN} at once; one more is refused. The looks are not taken here but on threads of their
 * own, and their answers go out as streams below this actor, each of which ends when it is read or
 * when nobody has begun to within ten seconds.
 */
public final class LookDesk extends AbstractBehavior<LookDesk.Command> {
  /** Its name below {@code /user/ops}, by which other nodes find it. */
  public static final String NAME = "looks";

  static final int MOST_OPEN = 8;

  /** Small enough for one message between nodes, whatever they are configured to send. */
  private static final int PIECE = 16 << 10;

  private static final Duration READ_WITHIN = Duration.ofSeconds(10);

  /** What may be asked: {@link LookRequest}. */
  public sealed interface Command permits LookRequest, Looked, Sent {}

  /** Exactly one of both is null. */
  record Looked(LookRequest request, @Nullable HttpResponse response, @Nullable Throwable failure)
      implements Command {}

  record Sent() implements Command {}

  private final String node;
  private final BiFunction<String, Map<String, String>, CompletionStage<HttpResponse>> looks;
  private final Materializer streams;
  private int open;

  /**
   * @param node this node's name
   * @param looks takes the look of this name with this query; thread-safe. Its answers are strict
   */
  public static Behavior<Command> create(
      String node, BiFunction<String, Map<String, String>, CompletionStage<HttpResponse>> looks) {
    return Behaviors.setup(context -> new LookDesk(context, node, looks));
  }

  private LookDesk(
      ActorContext<Command> context,
      String node,
      BiFunction<String, Map<String, String>, CompletionStage<HttpResponse>> looks) {
    super(context);
    this.node = node;
    this.looks = looks;
    this.streams = Materializer.createMaterializer(context);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(LookRequest.class, this::onRequest)
        .onMessage(Looked.class, this::onLooked)
        .onMessage(Sent.class, sent -> onSent())
        .build();
  }

  private Behavior<Command> onRequest(LookRequest request) {
    if (open == MOST_OPEN) {
      refuse(request, 503, "other nodes' looks are under way");
      return this;
    }
    open++;
    getContext()
        .pipeToSelf(look(request), (response, failure) -> new Looked(request, response, failure));
    return this;
  }

  private CompletionStage<HttpResponse> look(LookRequest request) {
    try {
      return looks.apply(request.look(), request.query());
    } catch (RuntimeException e) { // a node that no other can look at would stay so till its end
      return CompletableFuture.failedFuture(e);
    }
  }

  private Behavior<Command> onLooked(Looked looked) {
    HttpResponse response = looked.response();
    if (response == null) {
      getContext()
          .getLog()
          .error(
              "the look [{}] for another node failed", looked.request().look(), looked.failure());
      refuse(looked.request(), 500, "the look failed; the node's log says why");
      return onSent();
    }
    ByteString body = ((HttpEntity.Strict) response.entity()).getData();
    int status = response.status().intValue();
    if (status != 200) {
      refuse(looked.request(), status, body.utf8String().strip());
      return onSent();
    }
    if (body.size() > looked.request().most()) {
      refuse(
          looked.request(),
          413,
          "%,d bytes (expected: at most %,d)".formatted(body.size(), looked.request().most()));
      return onSent();
    }
    send(looked.request(), body);
    return this;
  }

  private void send(LookRequest request, ByteString body) {
    var ends =
        Source.from(pieces(body))
            .watchTermination(Keep.right())
            .toMat(
                StreamRefs.<ByteString>sourceRef()
                    .addAttributes(StreamRefAttributes.subscriptionTimeout(READ_WITHIN)),
                Keep.both())
            .run(streams);
    getContext().pipeToSelf(ends.first(), (done, failure) -> new Sent()); // read or not: it is over
    request.replyTo().tell(new LookAnswer.Said(node, ends.second()));
  }

  private static List<ByteString> pieces(ByteString body) {
    List<ByteString> pieces = new ArrayList<>();
    for (int from = 0; from < body.size(); from += PIECE) {
      pieces.add(body.slice(from, Math.min(body.size(), from + PIECE)));
    }
    return pieces;
  }

  private void refuse(LookRequest request, int status, String line) {
    request.replyTo().tell(new LookAnswer.Refused(node, status, line));
  }

  private Behavior<Command> onSent() {
    open--;
    return this;
  }
}
