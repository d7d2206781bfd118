package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.actortree.ActorGroups;
import io.lifeline.telemetry.actortree.GroupSnapshot;
import io.lifeline.telemetry.inspection.ProcessState;
import org.apache.pekko.actor.typed.ActorSystem;

/** The footprint of this process and of the actors in it. */
final class NodeFootprint implements Footprint {
  private final ActorSystem<?> system;
  private final ProcessState process = new ProcessState();

  NodeFootprint(ActorSystem<?> system) {
    this.system = system;
  }

  @Override
  public long descriptors() {
    return process.descriptors();
  }

  @Override
  public long heapAfterCollections() {
    return process.heapAfterCollection();
  }

  @Override
  public long heapLimit() {
    return process.heapLimit();
  }

  @Override
  public GroupSnapshot actors() {
    return ActorGroups.count(system);
  }
}
