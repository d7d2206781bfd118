package io.lifeline.load.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    ip("-n", namespace, "link", "set", theirs, "down");
  }

  /** Undoes the cut. */
  public void join() throws IOException, InterruptedException {
    ip("-n", namespace, "link", "set", theirs, "up");
  }

  @Override
  public void close() throws IOException {
    removeWhatIsThere();
  }

  private void build() throws IOException, InterruptedException {
    ip("netns", "add", namespace);
    ip("link", "add", ours, "type", "veth", "peer", "name", theirs);
    ip("link", "set", theirs, "netns", namespace);
    ip("addr", "add", subnet + "1/30", "dev", ours);
    ip("link", "set", ours, "up");
    ip("-n", namespace, "addr", "add", subnet + "2/30", "dev", theirs);
    join();
  }

  private void removeWhatIsThere() throws IOException {
    try {
      run("link", "del", ours);
      run("netns", "del", namespace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    String said = run(arguments);
    if (!said.isEmpty()) {
      throw new IOException("ip " + String.join(" ", arguments) + ": " + said);
    }
  }

  /** What it said; an ip command that succeeds says nothing. */
  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return code == 0 ? "" : "exit code " + code + ", " + said.strip();
  }
}
