package io.lifeline.edge.transport;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Keeps Pekko from logging a port in use with its stack trace: the node itself says so in one line.
 * What else the same class of Pekko has to say, such as accepts that fail, is logged.
 */
public final class BindFailureFilter extends Filter<ILoggingEvent> {
  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean bindFailure =
        event.getLoggerName().equals("org.apache.pekko.io.TcpListener")
            && event.getMessage().startsWith("Bind failed");
    return bindFailure ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
