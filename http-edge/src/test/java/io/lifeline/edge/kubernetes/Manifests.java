package io.lifeline.edge.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The objects of a file, one of each kind and name. */
record Manifests(Map<String, Object> objects) {
  private static final Path DIRECTORY = Path.of("..", "supervision", "kubernetes");

  static Manifests read(String file) throws IOException {
    Map<String, Object> objects = new LinkedHashMap<>();
    for (Object object : documents(file)) {
      String name = text(object, "kind") + "/" + text(object, "metadata", "name");
      if (objects.put(name, object) != null) {
        throw new AssertionError("twice: " + name);
      }
    }
    return new Manifests(objects);
  }

  /** What a file has that is no object, such as a patch. */
  static Iterable<Object> documents(String file) throws IOException {
    return new Load(LoadSettings.builder().build())
        .loadAllFromString(Files.readString(DIRECTORY.resolve(file)));
  }

  /**
   * For example {@code StatefulSet/lifeline}.
   *
   * @throws AssertionError if it is not there
   */
  Object object(String name) {
    Object object = objects.get(name);
    if (object == null) {
      throw new AssertionError("no " + name + " in " + objects.keySet());
    }
    return object;
  }

  /** What lies at a path of keys, or of numbers in lists. */
  static Object at(Object from, Object... path) {
    Object at = from;
    for (Object step : path) {
      Object next =
          step instanceof Integer index ? ((List<?>) at).get(index) : ((Map<?, ?>) at).get(step);
      if (next == null) {
        throw new AssertionError("no " + step + " of " + List.of(path) + " in " + at);
      }
      at = next;
    }
    return at;
  }

  static String text(Object from, Object... path) {
    return at(from, path).toString();
  }

  static int number(Object from, Object... path) {
    return (int) at(from, path);
  }

  static List<?> list(Object from, Object... path) {
    return (List<?>) at(from, path);
  }
}
