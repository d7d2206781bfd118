package io.lifeline.supervision.channels;

import io.lifeline.connection.Publication;
import io.lifeline.connection.Writer;
import io.lifeline.connection.dialect.Dialect;
import java.util.IdentityHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands one publication after the other to the writers of its subscribers. The frame is encoded
 * once for each dialect among them, and one message is shared by all writers of a dialect, so that
 * a receiver costs no allocation here. Not thread-safe.
 */
final class Fanout implements Consumer<Member> {
  private final Registry registry;
  private final IdentityHashMap<Dialect, Writer.Deliver> encoded = new IdentityHashMap<>();
  private @Nullable Publication publication;
  private @Nullable Dialect latestDialect;
  private Writer.@Nullable Deliver latest;
  private int receivers;

  Fanout(Registry registry) {
    this.registry = registry;
  }

  /** Hands out a publication and answers how many receivers there were. */
  int deliver(Publication toDeliver) {
    publication = toDeliver;
    receivers = 0;
    registry.forEachSubscriber(toDeliver.channel(), this);
    forget();
    return receivers;
  }

  @Override
  public void accept(Member member) {
    Writer.Deliver deliver = latest;
    if (deliver == null || member.dialect != latestDialect) {
      deliver = encodedFor(member.dialect);
      latest = deliver;
      latestDialect = member.dialect;
    }
    member.writer.tell(deliver);
    receivers++;
  }

  private Writer.Deliver encodedFor(Dialect dialect) {
    Writer.Deliver deliver = encoded.get(dialect);
    if (deliver == null) {
      Publication current = publication;
      if (current == null) {
        throw new IllegalStateException("a receiver without a publication");
      }
      deliver = new Writer.Deliver(current.channel(), dialect.publication(current));
      encoded.put(dialect, deliver);
    }
    return deliver;
  }

  /** The hub must not keep alive what was delivered. */
  private void forget() {
    publication = null;
    latestDialect = null;
    latest = null;
    encoded.clear();
  }
}
