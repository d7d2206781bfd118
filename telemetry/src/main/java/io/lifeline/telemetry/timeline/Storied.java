package io.lifeline.telemetry.timeline;

/** The behaviour of an actor that has a story. */
public interface Storied {
  /** As it is now. Called on any thread while the actor works: reads only what never changes. */
  Story story();
}
