package io.lifeline.edge.transport.tls;

import io.lifeline.edge.transport.tls.TlsFiles.Problem;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Looks at the TLS files and replaces the identity in use when they have changed. Handshakes from
 * then on show the new certificate; connections that are open notice nothing.
 *
 * <p>Files that cannot be used leave the identity as it is. As a certificate and its key may be
 * replaced one after the other, they are given until the next look before that counts as an error;
 * who asks for a reload is told at once. Either way it is logged once for the same contents.
 *
 * <p>It reads files, so it runs where blocking is allowed. It is restarted if it fails.
 */
public final class CertificateWatch {
  /** What the watch understands. */
  public sealed interface Command {}

  /** Looks at the files now. */
  public enum Reload implements Command {
    INSTANCE
  }

  private enum LookDue implements Command {
    INSTANCE
  }

  /**
   * What was seen of the files.
   *
   * @param inUse the fingerprint of the contents in use
   * @param broken that of contents that could not be used, empty if there are none
   * @param told whether they were logged
   */
  private record Seen(String inUse, String broken, boolean told) {}

  private final ActorContext<Command> context;
  private final TlsFiles files;
  private final IdentityInUse identity;
  private final EventSink events;
  private final Clock clock;

  /**
   * @param identity in use; replaced from here, read by every new connection
   */
  static Behavior<Command> create(
      TlsSettings.Keys keys, IdentityInUse identity, EventSink events, Clock clock) {
    Behavior<Command> watch =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      timers.startTimerWithFixedDelay(
                          LookDue.INSTANCE, LookDue.INSTANCE, keys.reloadEvery());
                      return new CertificateWatch(context, keys.files(), identity, events, clock)
                          .begin(keys.fingerprint());
                    }));
    return Behaviors.supervise(watch).onFailure(SupervisorStrategy.restart());
  }

  private CertificateWatch(
      ActorContext<Command> context,
      TlsFiles files,
      IdentityInUse identity,
      EventSink events,
      Clock clock) {
    this.context = context;
    this.files = files;
    this.identity = identity;
    this.events = events;
    this.clock = clock;
  }

  private Behavior<Command> begin(String fingerprint) {
    context.getLog().info("TLS certificate {}", identity.get());
    showExpiry();
    return watching(new Seen(fingerprint, "", false));
  }

  private Behavior<Command> watching(Seen seen) {
    return Behaviors.receive(Command.class)
        .onMessage(LookDue.class, due -> onLook(seen, false))
        .onMessage(Reload.class, reload -> onLook(seen, true))
        .build();
  }

  private Behavior<Command> onLook(Seen seen, boolean asked) {
    TlsFiles.Contents contents = files.contents();
    Behavior<Command> next = Behaviors.same();
    if (contents.fingerprint().equals(seen.inUse())) {
      next = unchanged(seen, asked);
    } else if (!contents.fingerprint().equals(seen.broken()) || !seen.told()) {
      next = changed(seen, contents, asked);
    }
    showExpiry();
    return next;
  }

  private Behavior<Command> unchanged(Seen seen, boolean asked) {
    if (asked) {
      context.getLog().info("TLS files unchanged, certificate {}", identity.get());
    }
    return seen.broken().isEmpty()
        ? Behaviors.same()
        : watching(new Seen(seen.inUse(), "", false)); // the old files are back
  }

  private Behavior<Command> changed(Seen seen, TlsFiles.Contents contents, boolean asked) {
    TlsFiles.Reading reading = contents.read(clock.instant());
    if (reading instanceof TlsFiles.Usable usable) {
      identity.replaceBy(usable.identity());
      events.add(Metric.TLS_CERTIFICATE_CHANGES, "loaded", 1);
      context.getLog().info("TLS certificate changed to {}", usable.identity());
      return watching(new Seen(contents.fingerprint(), "", false));
    }
    boolean settled = asked || contents.fingerprint().equals(seen.broken());
    if (settled) {
      events.add(Metric.TLS_CERTIFICATE_CHANGES, "broken", 1);
      ((TlsFiles.Unusable) reading).problems().forEach(this::logProblem);
    }
    return watching(new Seen(seen.inUse(), contents.fingerprint(), settled));
  }

  private void logProblem(Problem problem) {
    context
        .getLog()
        .error(
            "TLS files changed and cannot be used, the certificate stays {}: lifeline.edge.tls.{}:"
                + " {} (expected: {})",
            identity.get(),
            problem.key(),
            problem.shown(),
            problem.expected());
  }

  private void showExpiry() {
    Instant end = identity.get().expires();
    long seconds = Duration.between(clock.instant(), end).toSeconds();
    events.set(Metric.TLS_CERTIFICATE_EXPIRY, Math.max(0, seconds));
  }
}
