package io.lifeline.edge.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.lifeline.telemetry.inspection.LogSignatures;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Folds what is logged as a warning or an error into {@link LogSignatures}, whatever else is done
 * with it. It takes messages before values are put in, so none of those is kept.
 */
final class LogSignatureAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private final LogSignatures signatures;

  private LogSignatureAppender(LogSignatures signatures) {
    this.signatures = signatures;
  }

  /**
   * Attaches one to the root of Logback.
   *
   * @return detaches it; does nothing where an application that embeds Lifeline logs otherwise
   */
  static Runnable attach(LogSignatures signatures) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!(factory instanceof LoggerContext logback)) {
      return () -> {};
    }
    LogSignatureAppender appender = new LogSignatureAppender(signatures);
    appender.setName("lifeline-log-signatures");
    appender.setContext(logback);
    appender.start();
    Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    return () -> {
      root.detachAppender(appender);
      appender.stop();
    };
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      IThrowableProxy thrown = event.getThrowableProxy();
      String message = event.getMessage();
      signatures.add(
          event.getInstant(),
          event.getLevel().isGreaterOrEqual(Level.ERROR),
          event.getLoggerName(),
          thrown == null ? "" : thrown.getClassName(),
          message == null ? "" : message);
    }
  }
}
