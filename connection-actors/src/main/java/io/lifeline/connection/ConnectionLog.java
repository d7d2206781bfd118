package io.lifeline.connection;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * The log of all connections. Each line carries who the connection is.
 *
 * <p>An actor's own log would keep half a kilobyte for each connection, and an interceptor that
 * fills the MDC would run for each message; this costs only when something is logged.
 */
final class ConnectionLog {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionActor.class);

  private ConnectionLog() {}

  /**
   * Logs one line, if the level is on.
   *
   * @param session null before the connection is an open WebSocket
   */
  static void write(
      Level level, Connection connection, @Nullable Session session, Consumer<Logger> line) {
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    MDC.put("pekkoSource", connection.context().getSelf().path().toString());
    MDC.put("connectionId", connection.id().value());
    if (session != null) {
      MDC.put("user", session.identity().user());
      if (!session.traceId().isEmpty()) {
        MDC.put("trace", session.traceId());
      }
    }
    try {
      line.accept(LOG);
    } finally {
      MDC.remove("pekkoSource");
      MDC.remove("connectionId");
      MDC.remove("user");
      MDC.remove("trace");
    }
  }
}
