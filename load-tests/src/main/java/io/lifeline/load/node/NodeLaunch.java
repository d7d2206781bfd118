package io.lifeline.load.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which program a node is.
 *
 * @param prefix of the command line, for example to enter a network namespace
 * @param java the Java launcher to run it with
 * @param jvmOptions before the program
 * @param program what follows: {@code -jar lifeline.jar}, or a class path and a main class
 */
public record NodeLaunch(
    List<String> prefix, Path java, List<String> jvmOptions, List<String> program) {
  private static final Path JAR = Path.of("http-edge", "target", "lifeline.jar");

  public NodeLaunch {
    prefix = List.copyOf(prefix);
    jvmOptions = List.copyOf(jvmOptions);
    program = List.copyOf(program);
  }

  /** The node that is shipped. */
  public static NodeLaunch ofJar(Path jar) {
    return new NodeLaunch(List.of(), ownJava(), defaultOptions(), List.of("-jar", jar.toString()));
  }

  /** Another node, for proving that a check can fail. */
  public static NodeLaunch ofMainClass(String classPath, String mainClass) {
    return new NodeLaunch(
        List.of(), ownJava(), defaultOptions(), List.of("-cp", classPath, mainClass));
  }

  /**
   * The jar of the repository around the working directory.
   *
   * @throws IllegalStateException saying what to build, if it is not there
   */
  public static Path jarOfThisRepository() {
    Path start = Path.of("").toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      Path jar = at.resolve(JAR);
      if (Files.isRegularFile(jar)) {
        return jar;
      }
    }
    throw new IllegalStateException(
        "no " + JAR + " above " + start + "; build it with: mvn -DskipTests package");
  }

  /** The same program, begun by another command. */
  public NodeLaunch after(List<String> command) {
    return new NodeLaunch(command, java, jvmOptions, program);
  }

  /** The command line of a node. */
  List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(java.toString());
    command.addAll(jvmOptions);
    command.addAll(program);
    command.addAll(arguments);
    return command;
  }

  private static List<String> defaultOptions() {
    return List.of("-Xmx768m", "-XX:+UseG1GC");
  }

  /** The launcher of the JVM that this runs in. */
  public static Path ownJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
