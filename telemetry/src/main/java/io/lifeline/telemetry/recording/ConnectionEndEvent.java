package io.lifeline.telemetry.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A connection ends; its actor stops with this message. */
@Name("lifeline.ConnectionEnd")
@Label("Connection End")
@Description("A connection ends, by its reason.")
@Category("Lifeline")
@StackTrace(false)
public final class ConnectionEndEvent extends Event {
  @Label("Connection")
  String connection = "";

  @Label("Reason")
  String reason = "";

  @Label("Age")
  @Timespan(Timespan.NANOSECONDS)
  long age;

  private ConnectionEndEvent() {}

  /**
   * Records it, if anybody does.
   *
   * @param openedAt by {@link System#nanoTime()}
   */
  public static void commit(String connection, String reason, long openedAt) {
    ConnectionEndEvent event = new ConnectionEndEvent();
    if (event.shouldCommit()) {
      event.connection = connection;
      event.reason = reason;
      event.age = System.nanoTime() - openedAt;
      event.commit();
    }
  }
}
