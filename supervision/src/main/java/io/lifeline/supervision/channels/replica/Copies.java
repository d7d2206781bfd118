package io.lifeline.supervision.channels.replica;

import io.lifeline.supervision.channels.replica.Copy.Held;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The copies that one node keeps of the logs of channels which live on others.
 *
 * <p>Bounded: what would go beyond the memory is refused, never in the place of something else,
 * since what is here was acknowledged. A copy is forgotten when its entity was silent for the time
 * that it had asked for. A promise without a copy is forgotten earlier: it only has to outlive
 * entities on nodes that are being taken out of the cluster. Not thread-safe.
 */
final class Copies {
  /** A piece of a log that crosses to another node has at most so many bytes, or one entry. */
  static final int CHUNK_BYTES = 96 << 10;

  /** A node that the others cannot reach is out of the cluster within seconds. */
  private static final long PROMISED_FOR_MILLIS = 600_000;

  private final NodeId self;
  private final long maxBytes;
  private final Map<String, Copy> copies = new HashMap<>();
  private Predicate<NodeId> members = node -> true;
  private long bytes;

  Copies(NodeId self, long maxBytes) {
    this.self = self;
    this.maxBytes = maxBytes;
  }

  /** From here on only entities on these nodes are obeyed. */
  void obey(Predicate<NodeId> nodes) {
    members = nodes;
  }

  long bytes() {
    return bytes;
  }

  int channels() {
    return copies.size();
  }

  /** What is here of a channel. */
  FromReplica.Stand stand(String channel) {
    Copy copy = copies.get(channel);
    return copy == null ? FromReplica.Stand.NONE : copy.stand();
  }

  /** Does what an entity asks for; the answer is null where none is due. */
  @Nullable FromReplica take(String channel, ToReplica order, long nowMillis) {
    Copy copy = copies.get(channel);
    if (order instanceof ToReplica.Ask) {
      return new FromReplica.Known(self, copy == null ? 0 : copy.promised.generation());
    }
    if (copy == null && (order instanceof ToReplica.Fence || order instanceof ToReplica.Install)) {
      copy = new Copy();
      copies.put(channel, copy);
      bytes += copy.bytes();
    }
    if (copy == null) {
      return takeUnknown(order);
    }
    long before = copy.bytes();
    copy.touchedAtMillis = nowMillis;
    FromReplica answer = change(copy, order);
    bytes += copy.bytes() - before;
    return answer;
  }

  private @Nullable FromReplica takeUnknown(ToReplica order) {
    if (order instanceof ToReplica.Append append) {
      return new FromReplica.Missing(self, append.term(), -1);
    }
    return order instanceof ToReplica.Fetch fetch
        ? new FromReplica.Missing(self, fetch.term(), -1)
        : null;
  }

  private @Nullable FromReplica change(Copy copy, ToReplica order) {
    if (order instanceof ToReplica.Fence fence) {
      return fence(copy, fence);
    }
    if (order instanceof ToReplica.Fetch fetch) {
      return fetch(copy, fetch);
    }
    if (order instanceof ToReplica.Install install) {
      return install(copy, install);
    }
    if (order instanceof ToReplica.Append append) {
      return append(copy, append);
    }
    settle(copy, (ToReplica.Settle) order);
    return null;
  }

  private FromReplica fetch(Copy copy, ToReplica.Fetch fetch) {
    Held held = copy.whole;
    if (held == null || !copy.promised.equals(fetch.term())) {
      return new FromReplica.Missing(self, fetch.term(), -1);
    }
    LogCopy log = held.log();
    return new FromReplica.Fetched(
        self, fetch.term(), log.after(fetch.after(), CHUNK_BYTES), log.horizon(), log.offset());
  }

  private FromReplica fence(Copy copy, ToReplica.Fence fence) {
    if (!promise(copy, fence.term(), fence.writer())) {
      return refused(copy, fence.term());
    }
    return new FromReplica.Fenced(self, fence.term(), copy.stand());
  }

  /** What arrives of an earlier term will not go on. */
  private boolean promise(Copy copy, Term term, NodeId writer) {
    boolean same = term.equals(copy.promised);
    if (!members.test(writer) || (!same && term.generation() <= copy.promised.generation())) {
      return false;
    }
    if (!same) {
      copy.promised = term;
      copy.partial = null;
    }
    return true;
  }

  private FromReplica refused(Copy copy, Term term) {
    return new FromReplica.Refused(self, term, copy.promised.generation());
  }

  private FromReplica install(Copy copy, ToReplica.Install install) {
    if (!promise(copy, install.term(), install.writer())) {
      return refused(copy, install.term());
    }
    Held known = copy.of(install.term());
    Held before = copy.whole;
    if (known != null) {
      known.meetHolders(install.holders());
    } else if (before != null && isAdopted(before, install)) {
      copy.whole = held(install, before.log());
    } else if (install.adopts() == 0) {
      if (bytes > maxBytes) {
        return new FromReplica.Full(self, install.term());
      }
      copy.partial = held(install, new LogCopy(install.epoch()));
      copy.completeIfWhole();
    }
    return stored(copy, install.term());
  }

  private static boolean isAdopted(Held held, ToReplica.Install install) {
    return held.term().generation() == install.adopts()
        && held.log().offset() == install.upTo()
        && held.log().epoch().equals(install.epoch());
  }

  private static Held held(ToReplica.Install install, LogCopy log) {
    return new Held(
        install.term(),
        install.writer(),
        log,
        install.upTo(),
        install.keptForMillis(),
        install.holders());
  }

  private FromReplica append(Copy copy, ToReplica.Append append) {
    Term term = append.term();
    Held held = copy.of(term);
    if (!copy.promised.equals(term)) {
      return copy.promised.generation() < term.generation()
          ? new FromReplica.Missing(self, term, -1)
          : refused(copy, term);
    }
    if (held == null) {
      return new FromReplica.Missing(self, term, -1);
    }
    if (!members.test(held.writer())) {
      return refused(copy, term);
    }
    boolean grows = append.chunk().upTo() > held.log().offset();
    if (grows && bytes + append.chunk().bytes() > maxBytes) {
      return new FromReplica.Full(self, term);
    }
    if (!held.log().append(append.chunk())) {
      return new FromReplica.Missing(self, term, held.log().offset());
    }
    held.log().forget(append.horizon());
    copy.completeIfWhole();
    return stored(copy, term);
  }

  /** Only what counts is stored; of what still arrives the sender learns how far it is. */
  private FromReplica stored(Copy copy, Term term) {
    Held held = copy.of(term);
    if (held == null) {
      return new FromReplica.Missing(self, term, -1);
    }
    return new FromReplica.Stored(self, term, held.log().offset());
  }

  private void settle(Copy copy, ToReplica.Settle settle) {
    if (!copy.promised.equals(settle.term())) {
      return;
    }
    Held held = copy.of(settle.term());
    if (held == null || !settle.holders().contains(self)) {
      copy.whole = null;
      copy.partial = null;
    } else {
      held.meetHolders(settle.holders());
    }
  }

  /**
   * Takes over the log of an entity on this very node that stops, so that a copy is here whatever
   * becomes of the others. That a later entity may have fenced it makes it no less true: whoever
   * takes the channel over decides by its generation. There may be no memory for it; the others
   * have it then.
   *
   * @param held whose log nobody else uses any more
   */
  void keep(String channel, Held held, long nowMillis) {
    Copy known = copies.get(channel);
    Held before = known == null ? null : known.whole;
    boolean older = before != null && before.term().generation() > held.term().generation();
    if (older || bytes + held.log().bytes() > maxBytes) {
      return;
    }
    Copy copy = known == null ? new Copy() : known;
    bytes -= known == null ? 0 : copy.bytes();
    copies.put(channel, copy);
    if (held.term().generation() > copy.promised.generation()) {
      copy.promised = held.term();
      copy.partial = null;
    }
    copy.whole = held;
    copy.touchedAtMillis = nowMillis;
    bytes += copy.bytes();
  }

  /** Forgets what was not heard of for too long. */
  void forgetOld(long nowMillis) {
    copies
        .values()
        .removeIf(
            copy -> {
              Held held = copy.whole == null ? copy.partial : copy.whole;
              long keptFor = held == null ? PROMISED_FOR_MILLIS : held.keptForMillis();
              boolean old = nowMillis - copy.touchedAtMillis > keptFor;
              bytes -= old ? copy.bytes() : 0;
              return old;
            });
  }

  /** The channels whose log is here and was on a node as well. */
  List<String> sharedWith(NodeId node) {
    return copies.entrySet().stream()
        .filter(entry -> holdersOf(entry.getValue()).contains(node))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Set<NodeId> holdersOf(Copy copy) {
    Held held = copy.whole;
    return held == null ? Set.of() : held.holders();
  }
}
