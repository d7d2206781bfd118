package io.lifeline.load.node;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A node in a process of its own. Its configuration and all that it prints lie beside each other as
 * {@code <name>.conf} and {@code <name>.log}. Closing it kills it.
 */
public final class NodeProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final NodeOutput output;
  private final ReadyLine addresses;
  private final NodeConfig config;

  private NodeProcess(Process process, NodeOutput output, ReadyLine addresses, NodeConfig config) {
    this.config = config;
    this.process = process;
    this.output = output;
    this.addresses = addresses;
  }

  /**
   * Starts a node and waits until it is ready. Its ports are free ones, unless the configuration
   * names that of its peers.
   *
   * @param files the path of its files, without their endings
   * @param owner stops the process, from its first moment on
   * @throws IOException with what it printed, if it does not become ready
   */
  public static NodeProcess start(
      NodeLaunch launch, NodeConfig config, Path files, Consumer<AutoCloseable> owner)
      throws IOException, InterruptedException {
    Path configFile = Path.of(files + ".conf");
    Files.writeString(configFile, config.text());
    Process process =
        new ProcessBuilder(launch.command(arguments(config, configFile)))
            .redirectErrorStream(true)
            .start();
    owner.accept(process::destroyForcibly);
    NodeOutput output = new NodeOutput(process.getInputStream(), Path.of(files + ".log"));
    ReadyLine ready =
        output
            .awaitReady(START_LIMIT)
            .orElseThrow(
                () ->
                    new IOException(
                        "the node did not become ready; it said:\n"
                            + String.join("\n", output.lastLines())));
    NodeProcess node = new NodeProcess(process, output, ready, config);
    owner.accept(node);
    return node;
  }

  private static List<String> arguments(NodeConfig config, Path configFile) {
    List<String> arguments = new ArrayList<>(List.of("node"));
    if (config.development()) {
      arguments.add("--dev");
    }
    arguments.addAll(List.of("--ops-port", "0", "--config", configFile.toString()));
    if (!config.values().containsKey(NodeConfig.PORT)) {
      arguments.addAll(List.of("--port", "0"));
    }
    return arguments;
  }

  public long pid() {
    return process.pid();
  }

  /** Where peers connect to. */
  public InetSocketAddress peerAddress() {
    URI address = addresses.webSocket();
    return new InetSocketAddress(address.getHost(), address.getPort());
  }

  /** The root of its HTTP listener. */
  public URI http() {
    return addresses.http();
  }

  /** {@code host:port} at which other nodes join it. */
  public String cluster() {
    return addresses.cluster();
  }

  public OpsListener ops() {
    return new OpsListener(addresses.ops());
  }

  public PublishApi api() {
    return new PublishApi(addresses.http(), config.development());
  }

  /** Connects a back end to it. */
  public BackEnd backEnd() throws IOException {
    return new BackEnd(peerAddress(), PublishApi.key(config.development()));
  }

  /** The query with which this user is let in, for example {@code user=alice}. */
  public String credentials(String user) {
    return config.credentials(user);
  }

  /** Open file descriptors. */
  public int descriptors() {
    String[] names = new File("/proc/" + pid() + "/fd").list();
    if (names == null) {
      throw new IllegalStateException("the node's process " + pid() + " is gone");
    }
    return names.length;
  }

  /** Bytes of live objects; runs a full collection. */
  public long liveHeapBytes() throws IOException, InterruptedException {
    return LiveHeap.bytes(pid());
  }

  /** The members of its cluster that it can reach, itself among them, as {@code host:port}. */
  public Set<String> members() {
    return output.members().reachable();
  }

  /** The time that its threads have run. */
  public Duration cpu() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("the node's process " + pid() + " is gone"));
  }

  /** What it logged as errors. */
  public List<String> errors() {
    return output.errors();
  }

  /** Asks it to end, as SIGTERM. */
  public void terminate() {
    process.toHandle().destroy(); // Process.destroy would also close its output
  }

  /** Ends it without any chance to say goodbye: SIGKILL. */
  public void kill() {
    close();
  }

  /** Stops it from running while its sockets stay: SIGSTOP. */
  public void pause() throws IOException, InterruptedException {
    ProcessSignal.STOP.send(pid());
  }

  /** Lets it run on: SIGCONT. */
  public void proceed() throws IOException, InterruptedException {
    ProcessSignal.CONT.send(pid());
  }

  /** Its exit code, or empty if it has not ended within the limit. */
  public OptionalInt awaitExit(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public String toString() {
    return "node process " + pid();
  }
}
