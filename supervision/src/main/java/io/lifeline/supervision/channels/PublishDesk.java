package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;
import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayCommand.PublishReply;
import io.lifeline.telemetry.tracing.OpenSpan;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is to be published: checks it, sends it to its channel, and answers the publisher
 * once. For the gateway alone.
 */
final class PublishDesk {
  /** That of a user without a name, whom nobody can be. */
  private static final String NOBODYS_CHANNEL = ChannelAccess.personalChannel("");

  private final PublishRules rules;
  private final int maxBroadcast;
  private final ChannelEntities entities;
  private final ActorRef<AppendAnswer> self;
  private final Publications publications;
  private final LongSupplier timeOfDay;
  private final PublishSpans spans;

  /**
   * @param caller the {@code traceparent} that came with it, or null
   */
  private record Message(String channel, ByteString json, String key, @Nullable String caller) {}

  /**
   * @param self hands the answers of channels to {@link #onAnswer}
   */
  PublishDesk(
      ChannelSettings.Publishing limits,
      PublishRules rules,
      ChannelEntities entities,
      ActorRef<AppendAnswer> self,
      Gateway.Times clocks,
      PublishSpans spans) {
    this.rules = rules;
    this.maxBroadcast = limits.maxBroadcast();
    this.entities = entities;
    this.self = self;
    this.timeOfDay = clocks.ofDay()::millis;
    this.spans = spans;
    this.publications = new Publications(limits, clocks.steady()::millis);
  }

  /** A channel has answered; perhaps too late. */
  void onAnswer(AppendAnswer answer) {
    publications.onAnswer(answer);
  }

  /** Answers those who have waited too long. To be called every now and then. */
  void onTick() {
    publications.onTick();
  }

  /** The node ends. Who waits is not answered: a publisher sees that the node is gone. */
  void stop() {
    publications.abandon();
  }

  void publish(GatewayCommand.Publish command) {
    publish(
        rules.problemOf(command.channel()),
        new Message(
            command.channel(), command.json(), command.idempotencyKey(), command.traceparent()),
        command.replyTo()::tell);
  }

  void pushToUser(GatewayCommand.PushToUser command) {
    publish(
        rules.problemOfUser(command.user()),
        new Message(
            ChannelAccess.personalChannel(command.user()),
            command.json(),
            command.idempotencyKey(),
            command.traceparent()),
        command.replyTo()::tell);
  }

  /** What a connection publishes. */
  void publish(ChannelRequest.Publish request) {
    String channel = request.channel();
    publish(
        rules.problemOf(channel),
        new Message(channel, request.json(), request.idempotencyKey(), null),
        reply ->
            request
                .replyTo()
                .tell(
                    new ConnectionActor.ChannelAnswered(
                        request.requestId(), outcome(channel, reply))));
  }

  private static ChannelOutcome outcome(String channel, PublishReply reply) {
    if (reply instanceof GatewayCommand.Published done) {
      return new ChannelOutcome.Published(channel, done.offset(), done.epoch());
    }
    GatewayCommand.NotPublished refused = (GatewayCommand.NotPublished) reply;
    return new Rejected(refused.code(), refused.message());
  }

  void broadcast(GatewayCommand.Broadcast command) {
    int count = command.channels().size();
    Rejected problem =
        count > maxBroadcast
            ? Rejection.limit("channels: " + count + " (expected: at most " + maxBroadcast + ")")
            : null;
    if (problem == null) {
      Replies replies = new Replies(count, command.replyTo());
      for (int i = 0; i < count; i++) {
        int index = i;
        String channel = command.channels().get(i);
        publish(
            rules.problemOf(channel),
            new Message(channel, command.json(), command.idempotencyKey(), command.traceparent()),
            reply -> replies.set(index, reply));
      }
    } else {
      List<PublishReply> replies = Collections.nCopies(count, Rejection.notPublished(problem));
      command.replyTo().tell(new GatewayCommand.BroadcastReply(replies));
    }
  }

  /** Calls back once channels are to be reached, however long that takes. */
  void knock(Runnable reached) {
    long ticket =
        publications.add(
            NOBODYS_CHANNEL,
            reply -> {
              if (reply instanceof GatewayCommand.Published) {
                reached.run();
              } else {
                knock(reached);
              }
            });
    entities.tell(new ChannelLog.Knock(NOBODYS_CHANNEL, ticket, self));
  }

  private void publish(
      @Nullable Rejected problemOfName, Message message, Publications.Publisher publisher) {
    OpenSpan span = spans.begin(message.channel(), message.caller());
    if (span == null) {
      send(problemOfName, message, null, publisher);
    } else {
      String traceparent = span.traceparent();
      send(problemOfName, message, traceparent, PublishSpans.endingWith(span, publisher));
    }
  }

  /**
   * @param traceparent of the span above; null if it is not traced
   */
  private void send(
      @Nullable Rejected problemOfName,
      Message message,
      @Nullable String traceparent,
      Publications.Publisher publisher) {
    Rejected problem = problemOfName == null ? rules.problemOf(message.json()) : problemOfName;
    if (problem == null) {
      problem = PublishRules.problemOfKey(message.key());
    }
    if (problem == null) {
      problem = publications.problemOf(message.channel());
    }
    if (problem == null) {
      long ticket = publications.add(message.channel(), publisher);
      entities.tell(
          new ChannelLog.Append(
              message.channel(),
              message.json(),
              message.key(),
              timeOfDay.getAsLong(),
              traceparent,
              ticket,
              self));
    } else {
      publisher.told(Rejection.notPublished(problem));
    }
  }

  /** The answers to one broadcast, until all are there. */
  private static final class Replies {
    private final PublishReply[] replies;
    private final ActorRef<GatewayCommand.BroadcastReply> replyTo;
    private int missing;

    Replies(int count, ActorRef<GatewayCommand.BroadcastReply> replyTo) {
      this.replies = new PublishReply[count];
      this.replyTo = replyTo;
      this.missing = count;
      answerIfWhole();
    }

    void set(int index, PublishReply reply) {
      replies[index] = reply;
      missing--;
      answerIfWhole();
    }

    private void answerIfWhole() {
      if (missing == 0) {
        replyTo.tell(new GatewayCommand.BroadcastReply(List.of(replies)));
      }
    }
  }
}
