package io.lifeline.edge.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.Ending;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The methods of the API as questions to the gateway. Thread-safe.
 *
 * <p>A gateway that does not answer in time fails the stage.
 */
final class ApiMethods {
  private static final int LEAST_CODE = 3000;
  private static final int MOST_CODE = 4999;
  private static final int MAX_REASON_BYTES = 123;
  private static final int MAX_WHITELIST = 1000;

  private final Map<String, Function<Fields, CompletionStage<ApiAnswer>>> methods;
  private final GatewayAsk gateway;
  private final Limits limits;
  private final Duration started = uptime();

  /**
   * @param maxChannels of one broadcast
   * @param answerWithin how long the gateway may take
   * @param version of this node's software
   */
  record Limits(int maxChannels, Duration answerWithin, String version) {}

  ApiMethods(ActorSystem<?> system, ActorRef<GatewayCommand> gateway, Limits limits) {
    this.gateway = new GatewayAsk(system, gateway, limits.answerWithin());
    this.limits = limits;
    Map<String, Function<Fields, CompletionStage<ApiAnswer>>> all =
        new HashMap<>(new ChannelMethods(this.gateway).all());
    all.put("publish", this::publish);
    all.put("broadcast", this::broadcast);
    all.put("disconnect", this::disconnect);
    all.put("info", this::info);
    this.methods = Map.copyOf(all);
  }

  boolean has(String method) {
    return methods.containsKey(method);
  }

  /**
   * @param traceparent of the caller, or null
   */
  CompletionStage<ApiAnswer> call(String method, JsonNode body, @Nullable String traceparent) {
    Function<Fields, CompletionStage<ApiAnswer>> call = methods.get(method);
    return call == null
        ? CompletableFuture.completedFuture(
            new ApiAnswer.Failure(ApiAnswer.METHOD_NOT_FOUND, "method not found"))
        : call.apply(new Fields(body, traceparent));
  }

  private CompletionStage<ApiAnswer> publish(Fields fields) {
    String channel = fields.text("channel");
    ByteString data = fields.data();
    String key = fields.text("idempotency_key", "");
    return GatewayAsk.checked(
        fields,
        () ->
            gateway
                .<GatewayCommand.PublishReply>ask(
                    replyTo ->
                        new GatewayCommand.Publish(
                            channel, data, key, fields.traceparent(), replyTo))
                .thenApply(ApiMethods::published));
  }

  private CompletionStage<ApiAnswer> broadcast(Fields fields) {
    List<String> channels = fields.texts("channels", limits.maxChannels());
    ByteString data = fields.data();
    String key = fields.text("idempotency_key", "");
    return GatewayAsk.checked(
        fields,
        () ->
            gateway
                .<GatewayCommand.BroadcastReply>ask(
                    replyTo ->
                        new GatewayCommand.Broadcast(
                            channels, data, key, fields.traceparent(), replyTo))
                .thenApply(ApiMethods::broadcasted));
  }

  private CompletionStage<ApiAnswer> disconnect(Fields fields) {
    String client = fields.text("client", "");
    String user = client.isEmpty() ? fields.text("user") : fields.text("user", "");
    Set<String> stay = Set.copyOf(fields.textsIfAny("whitelist", MAX_WHITELIST));
    if (!fields.text("session", "").isEmpty()) {
      fields.reject("session", "none: connections have no sessions here");
    }
    Ending ending = ending(fields);
    return GatewayAsk.checked(
        fields,
        () ->
            gateway
                .<GatewayCommand.DisconnectReply>ask(
                    replyTo ->
                        client.isEmpty()
                            ? new GatewayCommand.DisconnectUser(user, stay, ending, replyTo)
                            : new GatewayCommand.DisconnectConnection(
                                client, user, ending, replyTo))
                .thenApply(reply -> new ApiAnswer.Result(ApiJson.object())));
  }

  private CompletionStage<ApiAnswer> info(Fields fields) {
    return GatewayAsk.checked(
        fields,
        () ->
            gateway.<GatewayCommand.InfoReply>ask(GatewayCommand.Info::new).thenApply(this::nodes));
  }

  private static Ending ending(Fields fields) {
    Ending usual = Ending.of(CloseReason.KICKED);
    Optional<Fields> chosen = fields.object("disconnect").map(Fields::new);
    if (chosen.isEmpty()) {
      return usual;
    }
    int code = chosen.get().number("code", LEAST_CODE, MOST_CODE, usual.code());
    String text = chosen.get().text("reason", usual.text());
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
      chosen.get().reject("reason", "at most " + MAX_REASON_BYTES + " bytes");
    }
    fields.adoptProblem("disconnect", chosen.get());
    return new Ending(CloseReason.KICKED, code, text);
  }

  private static ApiAnswer published(GatewayCommand.PublishReply reply) {
    if (reply instanceof GatewayCommand.Published done) {
      return new ApiAnswer.Result(
          ApiJson.object().put("offset", done.offset()).put("epoch", done.epoch()));
    }
    GatewayCommand.NotPublished refused = (GatewayCommand.NotPublished) reply;
    return new ApiAnswer.Failure(refused.code(), refused.message());
  }

  private static ApiAnswer broadcasted(GatewayCommand.BroadcastReply reply) {
    ObjectNode result = ApiJson.object();
    ArrayNode responses = result.putArray("responses");
    reply.replies().forEach(one -> responses.add(published(one).json()));
    return new ApiAnswer.Result(result);
  }

  private ApiAnswer nodes(GatewayCommand.InfoReply info) {
    ObjectNode result = ApiJson.object();
    ArrayNode nodes = result.putArray("nodes");
    for (GatewayCommand.NodeInfo node : info.nodes()) {
      nodes
          .addObject()
          .put("uid", node.node())
          .put("name", node.node())
          .put("version", limits.version())
          .put("num_clients", node.connections())
          .put("num_users", node.users())
          .put("num_channels", node.channels())
          .put("num_subs", node.subscriptions())
          .put("uptime", uptime().minus(started).toSeconds());
    }
    return new ApiAnswer.Result(result);
  }

  private static Duration uptime() {
    return Duration.ofNanos(System.nanoTime());
  }
}
