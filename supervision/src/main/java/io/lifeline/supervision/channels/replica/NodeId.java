package io.lifeline.supervision.channels.replica;

/**
 * A node in one of its lives.
 *
 * @param address where the others reach it, without the life
 * @param life differs each time that the node starts
 */
public record NodeId(String address, long life) {
  @Override
  public String toString() {
    return address + "#" + Long.toHexString(life);
  }
}
