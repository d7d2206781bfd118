package io.lifeline.telemetry.tracing;

/** The steps of a publication's way; each is a span. */
public enum Step {
  /** At the gateway that took it, until its publisher is answered. */
  PUBLISH("lifeline.publish"),
  /** At the channel's entity, from when it takes it up until it has its position. */
  APPEND("lifeline.append"),
  /** At the hub of a node that follows the channel, over all its receivers there. */
  FAN_OUT("lifeline.fan-out"),
  /** To one of those receivers, from the hub until it is handed to the socket. */
  DELIVER("lifeline.deliver");

  private final String operation;

  Step(String operation) {
    this.operation = operation;
  }

  /** The name of the span. */
  public String operation() {
    return operation;
  }
}
