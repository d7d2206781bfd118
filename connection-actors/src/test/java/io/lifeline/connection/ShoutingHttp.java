package io.lifeline.connection;

import java.net.InetSocketAddress;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** An {@link HttpLayer} that answers whatever arrives with its own bytes in upper case. */
final class ShoutingHttp implements HttpLayer {
  private volatile @Nullable LateUpgrade upgrade;

  /** By which the connection that was served last can be upgraded. */
  LateUpgrade upgrade() {
    LateUpgrade late = upgrade;
    if (late == null) {
      throw new AssertionError("no connection was served");
    }
    return late;
  }

  @Override
  public Flow<ByteString, ByteString, NotUsed> serve(InetSocketAddress peer, LateUpgrade late) {
    upgrade = late;
    return Flow.of(ByteString.class)
        .map(bytes -> ByteString.fromString(bytes.utf8String().toUpperCase(java.util.Locale.ROOT)));
  }
}
