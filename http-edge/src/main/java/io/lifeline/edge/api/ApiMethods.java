package io.lifeline.edge.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.Ending;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.util.ByteString;

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

  private final Map<String, Function<Fields, CompletionStage<ApiAnswer>>> methods =
      Map.of(
          "publish", this::publish,
          "broadcast", this::broadcast,
          "disconnect", this::disconnect,
          "info", this::info);
  private final ActorSystem<?> system;
  private final ActorRef<GatewayCommand> gateway;
  private final Limits limits;
  private final Duration started = uptime();

  /**
   * @param maxChannels of one broadcast
   * @param answerWithin how long the gateway may take
   * @param version of this node's software
   */
  record Limits(int maxChannels, Duration answerWithin, String version) {}

  ApiMethods(ActorSystem<?> system, ActorRef<GatewayCommand> gateway, Limits limits) {
    this.system = system;
    this.gateway = gateway;
    this.limits = limits;
  }

  boolean has(String method) {
    return methods.containsKey(method);
  }

  CompletionStage<ApiAnswer> call(String method, JsonNode body) {
    Function<Fields, CompletionStage<ApiAnswer>> call = methods.get(method);
    return call == null
        ? CompletableFuture.completedFuture(
            new ApiAnswer.Failure(ApiAnswer.METHOD_NOT_FOUND, "method not found"))
        : call.apply(new Fields(body));
  }

  private CompletionStage<ApiAnswer> publish(Fields fields) {
    String channel = fields.text("channel");
    ByteString data = fields.data();
    return checked(
        fields,
        () ->
            this.<GatewayCommand.PublishReply>ask(
                    replyTo -> new GatewayCommand.Publish(channel, data, replyTo))
                .thenApply(ApiMethods::published));
  }

  private CompletionStage<ApiAnswer> broadcast(Fields fields) {
    List<String> channels = fields.texts("channels", limits.maxChannels());
    ByteString data = fields.data();
    return checked(
        fields,
        () ->
            this.<GatewayCommand.BroadcastReply>ask(
                    replyTo -> new GatewayCommand.Broadcast(channels, data, replyTo))
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
    return checked(
        fields,
        () ->
            this.<GatewayCommand.DisconnectReply>ask(
                    replyTo ->
                        client.isEmpty()
                            ? new GatewayCommand.DisconnectUser(user, stay, ending, replyTo)
                            : new GatewayCommand.DisconnectConnection(
                                client, user, ending, replyTo))
                .thenApply(reply -> new ApiAnswer.Result(ApiJson.object())));
  }

  private CompletionStage<ApiAnswer> info(Fields fields) {
    return checked(
        fields,
        () -> this.<GatewayCommand.InfoReply>ask(GatewayCommand.Info::new).thenApply(this::node));
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

  private ApiAnswer node(GatewayCommand.InfoReply info) {
    ObjectNode result = ApiJson.object();
    result
        .putArray("nodes")
        .addObject()
        .put("uid", info.node())
        .put("name", info.node())
        .put("version", limits.version())
        .put("num_clients", info.connections())
        .put("num_users", info.users())
        .put("num_channels", info.channels())
        .put("num_subs", info.subscriptions())
        .put("uptime", uptime().minus(started).toSeconds());
    return new ApiAnswer.Result(result);
  }

  private static Duration uptime() {
    return Duration.ofNanos(System.nanoTime());
  }

  private static CompletionStage<ApiAnswer> checked(
      Fields fields, java.util.function.Supplier<CompletionStage<ApiAnswer>> call) {
    return fields
        .problem()
        .<CompletionStage<ApiAnswer>>map(
            problem ->
                CompletableFuture.completedFuture(
                    new ApiAnswer.Failure(ApiAnswer.BAD_REQUEST, problem)))
        .orElseGet(call);
  }

  private <R> CompletionStage<R> ask(Function<ActorRef<R>, GatewayCommand> question) {
    return AskPattern.ask(gateway, question::apply, limits.answerWithin(), system.scheduler());
  }
}
