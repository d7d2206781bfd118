package io.lifeline.supervision.channels;

/** Seam: the way to the channels, wherever in the cluster they live. Thread-safe. */
interface ChannelEntities {
  /**
   * Sends a command to the entity of its channel, which is started if there is none. It may get
   * lost; from one sender to one channel the order is kept.
   */
  void tell(ChannelLog.Command command);
}
