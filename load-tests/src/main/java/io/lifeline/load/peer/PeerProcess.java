package io.lifeline.load.peer;

import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.node.ProcessSignal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link PeerMain} in a process of its own. Closing it kills it. */
public final class PeerProcess implements AutoCloseable {
  static final String OPEN = "all open";

  private final Process process;

  private PeerProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it and waits until its WebSockets are open.
   *
   * @param prefix of the command line, for example to enter a network namespace
   */
  public static PeerProcess start(
      List<String> prefix, InetSocketAddress node, int count, String path) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(NodeLaunch.ownJava().toString(), "-Xmx128m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PeerMain.class.getName(), node.getHostString()));
    command.addAll(List.of(Integer.toString(node.getPort()), Integer.toString(count), path));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(OPEN)) {
        return new PeerProcess(process);
      }
      said.add(line);
    }
    throw new IOException("the client process failed:\n" + String.join("\n", said));
  }

  /** Ends it without any chance to say goodbye: SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Stops it from running while its sockets stay: SIGSTOP. */
  public void freeze() throws IOException, InterruptedException {
    ProcessSignal.STOP.send(process.pid());
  }

  @Override
  public void close() {
    kill();
  }
}
