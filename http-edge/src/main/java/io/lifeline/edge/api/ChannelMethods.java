package io.lifeline.edge.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.connection.Position;
import io.lifeline.connection.Present;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The methods of the API about channels and who hears them. Thread-safe. */
final class ChannelMethods {
  /** Connections and channels that an answer names for each node. */
  private static final int MAX_NAMES = 1000;

  private static final int MAX_HISTORY = 1000;

  private final GatewayAsk gateway;

  ChannelMethods(GatewayAsk gateway) {
    this.gateway = gateway;
  }

  Map<String, Function<Fields, CompletionStage<ApiAnswer>>> all() {
    return Map.of(
        "subscribe", this::subscribe,
        "unsubscribe", this::unsubscribe,
        "presence", this::presence,
        "presence_stats", this::presenceStats,
        "history", this::history,
        "history_remove", this::historyRemove,
        "channels", this::channels);
  }

  /** What is asked about a user and a channel. */
  private interface UserAndChannel {
    GatewayCommand asked(
        String user, String channel, ActorRef<GatewayCommand.SubscriptionReply> replyTo);
  }

  private CompletionStage<ApiAnswer> subscribe(Fields fields) {
    return subscription(fields, GatewayCommand.SubscribeUser::new);
  }

  private CompletionStage<ApiAnswer> unsubscribe(Fields fields) {
    return subscription(fields, GatewayCommand.UnsubscribeUser::new);
  }

  private CompletionStage<ApiAnswer> subscription(Fields fields, UserAndChannel change) {
    String user = fields.text("user");
    String channel = fields.text("channel");
    return GatewayAsk.checked(
        fields,
        () ->
            gateway
                .<GatewayCommand.SubscriptionReply>ask(
                    replyTo -> change.asked(user, channel, replyTo))
                .thenApply(reply -> new ApiAnswer.Result(ApiJson.object())));
  }

  private CompletionStage<ApiAnswer> presence(Fields fields) {
    return presence(fields, ChannelMethods::present);
  }

  private CompletionStage<ApiAnswer> presenceStats(Fields fields) {
    return presence(
        fields,
        reply ->
            ApiJson.object()
                .put("num_clients", reply.connections())
                .put("num_users", reply.users()));
  }

  private CompletionStage<ApiAnswer> presence(
      Fields fields, Function<GatewayCommand.PresenceReply, ObjectNode> result) {
    String channel = fields.text("channel");
    return GatewayAsk.checked(
        fields,
        () ->
            gateway
                .<GatewayCommand.PresenceAnswer>ask(
                    replyTo -> new GatewayCommand.Presence(channel, MAX_NAMES, replyTo))
                .thenApply(
                    answer ->
                        answer instanceof GatewayCommand.PresenceReply reply
                            ? new ApiAnswer.Result(result.apply(reply))
                            : refused((GatewayCommand.NoPresence) answer)));
  }

  private static ApiAnswer refused(GatewayCommand.NoPresence no) {
    return new ApiAnswer.Failure(no.code(), no.message());
  }

  private static ObjectNode present(GatewayCommand.PresenceReply reply) {
    ObjectNode presence = ApiJson.object();
    for (Present user : reply.present()) {
      for (String connection : user.connections()) {
        presence.putObject(connection).put("client", connection).put("user", user.user());
      }
    }
    return ApiJson.object().set("presence", presence);
  }

  private CompletionStage<ApiAnswer> history(Fields fields) {
    String channel = fields.text("channel");
    int limit = fields.number("limit", -1, MAX_HISTORY, 0);
    boolean reverse = fields.flag("reverse");
    Position since = since(fields);
    return GatewayAsk.checked(
        fields,
        () ->
            gateway
                .<GatewayCommand.HistoryReply>ask(
                    replyTo ->
                        new GatewayCommand.History(
                            channel, since, limit < 0 ? MAX_HISTORY : limit, reverse, replyTo))
                .thenApply(ChannelMethods::messages));
  }

  private static ApiAnswer refused(GatewayCommand.NoHistory no) {
    return new ApiAnswer.Failure(no.code(), no.message());
  }

  private static @Nullable Position since(Fields fields) {
    Optional<JsonNode> stated = fields.object("since");
    if (stated.isEmpty()) {
      return null;
    }
    Optional<Position> position =
        Position.of(stated.get().path("epoch").asText(), stated.get().path("offset").asLong(-1));
    if (position.isEmpty()) {
      fields.reject("since", "an object with offset, a whole number, and epoch");
    }
    return position.orElse(null);
  }

  private static ApiAnswer messages(GatewayCommand.HistoryReply reply) {
    if (reply instanceof GatewayCommand.NoHistory no) {
      return refused(no);
    }
    GatewayCommand.Messages kept = (GatewayCommand.Messages) reply;
    ObjectNode result = ApiJson.object();
    ArrayNode publications = result.putArray("publications");
    for (GatewayCommand.Message message : kept.messages()) {
      publications.addObject().put("offset", message.offset()).set("data", json(message.json()));
    }
    result.put("offset", kept.position().offset()).put("epoch", kept.position().epoch());
    return new ApiAnswer.Result(result);
  }

  private static JsonNode json(ByteString data) {
    return ApiJson.read(data)
        .orElseThrow(() -> new IllegalStateException("a message that is not JSON"));
  }

  private CompletionStage<ApiAnswer> historyRemove(Fields fields) {
    String channel = fields.text("channel");
    return GatewayAsk.checked(
        fields,
        () ->
            gateway
                .<GatewayCommand.HistoryReply>ask(
                    replyTo -> new GatewayCommand.RemoveHistory(channel, replyTo))
                .thenApply(
                    reply ->
                        reply instanceof GatewayCommand.NoHistory no
                            ? refused(no)
                            : new ApiAnswer.Result(ApiJson.object())));
  }

  private CompletionStage<ApiAnswer> channels(Fields fields) {
    String pattern = fields.text("pattern", "");
    return GatewayAsk.checked(
        fields,
        () ->
            gateway
                .<GatewayCommand.ChannelsReply>ask(
                    replyTo -> new GatewayCommand.Channels(pattern, MAX_NAMES, replyTo))
                .thenApply(
                    reply -> {
                      ObjectNode channels = ApiJson.object();
                      reply
                          .channels()
                          .forEach(
                              (channel, count) ->
                                  channels.putObject(channel).put("num_clients", count));
                      return new ApiAnswer.Result(ApiJson.object().set("channels", channels));
                    }));
  }
}
