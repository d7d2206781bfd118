package io.lifeline.load.peer;

import java.io.IOException;
import java.util.List;

/**
 * A network namespace for clients, joined to this one by a pair of virtual interfaces, so that the
 * way between client and node can be cut without either of them being told. Linux, root only.
 */
public final class PeerNetwork implements AutoCloseable {
  private final String namespace;
  private final String ours;
  private final String theirs;
  private final String subnet;

  private PeerNetwork(long number) {
    this.namespace = "lifeline-" + number;
    this.ours = "ll" + number + "a";
    this.theirs = "ll" + number + "b";
    this.subnet = "10.99." + number % 250 + ".";
  }

  /**
   * @throws IOException if this machine or user cannot make one; nothing is left then
   */
  public static PeerNetwork create() throws IOException, InterruptedException {
    PeerNetwork network = new PeerNetwork(ProcessHandle.current().pid());
    try {
      network.build();
    } catch (IOException e) {
      network.removeWhatIsThere();
      throw e;
    }
    return network;
  }

  /** Where a node must listen to be reached from the namespace. */
  public String nodeHost() {
    return subnet + "1";
  }

  /** What a command line begins with to run in the namespace. */
  public List<String> prefix() {
    return List.of("ip", "netns", "exec", namespace);
  }

  /** Drops every packet in both directions from now on. */
  public void cut() throws IOException, InterruptedException {
    IpCommand.run("-n", namespace, "link", "set", theirs, "down");
  }

  /** Undoes the cut. */
  public void join() throws IOException, InterruptedException {
    IpCommand.run("-n", namespace, "link", "set", theirs, "up");
  }

  @Override
  public void close() throws IOException {
    removeWhatIsThere();
  }

  private void build() throws IOException, InterruptedException {
    IpCommand.run("netns", "add", namespace);
    IpCommand.run("link", "add", ours, "type", "veth", "peer", "name", theirs);
    IpCommand.run("link", "set", theirs, "netns", namespace);
    IpCommand.run("addr", "add", subnet + "1/30", "dev", ours);
    IpCommand.run("link", "set", ours, "up");
    IpCommand.run("-n", namespace, "addr", "add", subnet + "2/30", "dev", theirs);
    join();
  }

  private void removeWhatIsThere() throws IOException {
    IpCommand.tryAll(List.of(List.of("link", "del", ours), List.of("netns", "del", namespace)));
  }
}
