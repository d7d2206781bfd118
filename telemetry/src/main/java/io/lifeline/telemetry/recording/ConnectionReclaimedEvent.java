package io.lifeline.telemetry.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The actor of a connection and all of its children have stopped, and its place is free. */
@Name("lifeline.ConnectionReclaimed")
@Label("Connection Reclaimed")
@Description("The actor of a connection and all its children have stopped, and its place is free.")
@Category("Lifeline")
@StackTrace(false)
public final class ConnectionReclaimedEvent extends Event {
  @Label("Connection")
  String connection = "";

  private ConnectionReclaimedEvent() {}

  /** Records it, if anybody does. */
  public static void commit(String connection) {
    ConnectionReclaimedEvent event = new ConnectionReclaimedEvent();
    if (event.shouldCommit()) {
      event.connection = connection;
      event.commit();
    }
  }
}
