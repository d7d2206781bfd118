package io.lifeline.telemetry.kamon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.lang.instrument.Instrumentation;
import kamon.Kamon;
import kanela.agent.Kanela;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the Kanela agent, which makes Kamon see actors, dispatchers and HTTP.
 *
 * <p>It must run before any class of Pekko is loaded: classes that are loaded already cannot be
 * given the fields that the instrumentation needs. {@code lifeline.telemetry.agent = off} leaves it
 * out; Lifeline's own metrics are there without it.
 */
final class InstrumentationAgent {
  static final String KEY = "lifeline.telemetry.agent";

  /** Kanela's own mark. */
  private static final String LOADED = "kanela.loaded";

  /** Lets the agent's relocated Byte Buddy accept class files that are newer than itself. */
  private static final String NEWER_CLASS_FILES = "kanela.agent.libs.net.bytebuddy.experimental";

  private static final String MODULES = "kanela.modules";

  private static final Logger LOG = LoggerFactory.getLogger(InstrumentationAgent.class);

  private InstrumentationAgent() {}

  /** Starts it if it is wanted and not running; says in one line how that ended. */
  static void start(Config config) {
    if (!config.getBoolean(KEY)) {
      LOG.info("instrumentation agent: off, as configured; there will be no pekko_* metrics");
    } else if (isLoaded()) {
      LOG.info("instrumentation agent: on, loaded by the JVM");
    } else {
      load(config);
    }
  }

  static boolean isLoaded() {
    return Boolean.getBoolean(LOADED);
  }

  private static void load(Config config) {
    setUnlessSet(NEWER_CLASS_FILES, "true");
    handOnModules(config);
    long begin = System.nanoTime();
    Throwable failure = tryToLoad();
    if (failure == null && isLoaded()) {
      LOG.info(
          "instrumentation agent: on, started in {} ms", (System.nanoTime() - begin) / 1_000_000);
    } else {
      LOG.warn(
          "instrumentation agent: could not be started; going on without pekko_* metrics", failure);
    }
  }

  /** Kanela reads the class path and system properties, but not the node's configuration. */
  private static void handOnModules(Config config) {
    for (String module : config.getObject(MODULES).keySet()) {
      String enabled = MODULES + "." + ConfigUtil.quoteString(module) + ".enabled";
      if (config.hasPath(enabled)) {
        setUnlessSet(
            MODULES + "." + module + ".enabled", Boolean.toString(config.getBoolean(enabled)));
      }
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static @Nullable Throwable tryToLoad() {
    Instrumentation instrumentation = LauncherAgent.instrumentation();
    try {
      if (instrumentation != null) {
        Kanela.agentmain("", instrumentation);
      } else {
        Kamon.attachInstrumentation();
      }
      return null;
    } catch (Exception | LinkageError e) {
      return e;
    }
  }
}
