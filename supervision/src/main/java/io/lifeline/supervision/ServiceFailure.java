package io.lifeline.supervision;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The one place that says what the failure of an actor means.
 *
 * <table>
 * <caption>Who fails, and what happens</caption>
 * <tr><td>a connection, its heartbeat or writer</td><td>it stops; its peer connects again</td></tr>
 * <tr><td>a partition</td><td>the connections supervisor fails with it</td></tr>
 * <tr><td>connections supervisor, hub, gateway or lifecycle</td><td>the node ends</td></tr>
 * </table>
 *
 * <p>Nothing is restarted: a restarted hub would have forgotten its subscribers, who would be open
 * and never hear anything again. A node that ends closes its sockets, so that every client notices
 * and connects to another node.
 */
public final class ServiceFailure {
  private ServiceFailure() {}

  /**
   * The answer of the node's guardian to {@link ChildFailed}: stops it, and so the node. A guardian
   * that does not handle the signal fails by the death pact, to the same effect.
   */
  public static <T> Behavior<T> endsTheNode(ActorContext<T> context, ChildFailed failed) {
    context.setLoggerName(ServiceFailure.class);
    context
        .getLog()
        .error(
            "[{}] failed: the node ends, its clients connect to another",
            failed.getRef().path().name(),
            failed.cause());
    return Behaviors.stopped();
  }
}
