package io.lifeline.telemetry.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A ping had no answer in time. */
@Name("lifeline.MissedBeat")
@Label("Missed Beat")
@Description("A ping had no answer in time.")
@Category("Lifeline")
@StackTrace(false)
public final class MissedBeatEvent extends Event {
  @Label("Connection")
  String connection = "";

  @Label("Missed in a Row")
  int missed;

  private MissedBeatEvent() {}

  /** Records it, if anybody does. */
  public static void commit(String connection, int missed) {
    MissedBeatEvent event = new MissedBeatEvent();
    if (event.shouldCommit()) {
      event.connection = connection;
      event.missed = missed;
      event.commit();
    }
  }
}
