package io.lifeline.telemetry.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A connection has entered a state; the first one is that it opened. */
@Name("lifeline.ConnectionState")
@Label("Connection State")
@Description("A connection has entered a state: opening, http, active or closing.")
@Category("Lifeline")
@StackTrace(false)
public final class ConnectionStateEvent extends Event {
  @Label("Connection")
  String connection = "";

  @Label("State")
  String state = "";

  private ConnectionStateEvent() {}

  /** Records it, if anybody does. */
  public static void commit(String connection, String state) {
    ConnectionStateEvent event = new ConnectionStateEvent();
    if (event.shouldCommit()) {
      event.connection = connection;
      event.state = state;
      event.commit();
    }
  }
}
