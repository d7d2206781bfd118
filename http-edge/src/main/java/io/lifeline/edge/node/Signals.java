package io.lifeline.edge.node;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Handles the signals that ask a process to end, or to read its files anew.
 *
 * <p>The JDK has no supported interface for it. {@code sun.misc.Signal} is exported by the module
 * jdk.unsupported, but naming it makes the compiler warn in a way that cannot be silenced, so it is
 * reached by reflection, here and nowhere else.
 */
public final class Signals {
  private static final List<String> ENDING = List.of("TERM", "INT");
  private static final List<String> INTERRUPTING = List.of("INT");
  private static final List<String> RELOADING = List.of("HUP");

  private Signals() {}

  /**
   * From now on, SIGTERM and SIGINT run {@code handler} instead of ending the process.
   *
   * @param handler runs on a thread of its own for each signal; must not block for long
   */
  public static void onEnd(Runnable handler) {
    on(ENDING, handler);
  }

  /**
   * From now on, SIGINT alone runs {@code handler}.
   *
   * @param handler as for {@link #onEnd}
   */
  public static void onInterrupt(Runnable handler) {
    on(INTERRUPTING, handler);
  }

  /**
   * From now on, SIGHUP runs {@code handler} instead of ending the process. There is none on
   * Windows: for POSIX systems only.
   *
   * @param handler as for {@link #onEnd}
   */
  public static void onReload(Runnable handler) {
    on(RELOADING, handler);
  }

  private static void on(List<String> signals, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler call =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              handler.run();
            }
            return null;
          };
      Object adapter =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {signalHandler}, call);
      for (String name : signals) {
        signal
            .getMethod("handle", signal, signalHandler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), adapter);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let a program handle signals", e);
    }
  }
}
