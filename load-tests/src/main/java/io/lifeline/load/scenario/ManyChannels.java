package io.lifeline.load.scenario;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/**
 * A thousand channels in one URL, each connection with its own: 40 clients come, hear what they may
 * have, leave, and come again for six seconds.
 */
final class ManyChannels extends AttackScenario {
  private static final int ASKED = 1000;
  private static final int GRANTED = 128;
  private static final Pattern GREETING = Pattern.compile("\\{\"connected\".*");
  private static final Pattern LIMIT = Pattern.compile("\\{\"error\":\\{\"code\":106,.*");

  @Override
  public String name() {
    return "many-channels";
  }

  @Override
  public String invariant() {
    return "40 URLs at a time with a thousand channels each get 128 and one error; the others are"
        + " served as before";
  }

  @Override
  NodeConfig config() {
    return NodeConfig.patient();
  }

  @Override
  int attackers() {
    return 40;
  }

  @Override
  void attack(Trial trial, int size) throws Exception {
    long end = System.nanoTime() + floodTime(trial).toNanos();
    while (System.nanoTime() < end) {
      List<Peer> peers = new ArrayList<>();
      List<Queue<String>> heard = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        Queue<String> texts = new ConcurrentLinkedQueue<>();
        peers.add(trial.peers().upgrade(path(i), Manners.POLITE, texts::add));
        heard.add(texts);
      }
      Poll.until(ENDS, "greetings and errors", () -> missing(heard));
      for (Queue<String> texts : heard) {
        mustBeBounded(List.copyOf(texts));
      }
      trial.closeOrderly(peers);
    }
  }

  private static String path(int number) {
    StringBuilder path = new StringBuilder("/ws?user=hoarder-").append(number);
    for (int i = 0; i < ASKED; i++) {
      path.append("&channel=").append(Integer.toString(number * ASKED + i, Character.MAX_RADIX));
    }
    return path.toString();
  }

  private static List<String> missing(List<Queue<String>> heard) {
    long missing = heard.stream().filter(texts -> texts.size() < 2).count();
    return missing == 0 ? List.of() : List.of(missing + " peers have not heard both");
  }

  private static void mustBeBounded(List<String> texts) {
    boolean both =
        texts.size() == 2
            && GREETING.matcher(texts.get(0)).matches()
            && LIMIT.matcher(texts.get(1)).matches();
    InvariantBroken.unless(both, "expected a greeting and one error 106: " + texts);
    String greeting = texts.get(0);
    int from = greeting.indexOf("\"channels\":[");
    int channels = greeting.substring(from, greeting.indexOf(']', from)).split(",").length;
    InvariantBroken.unless(channels == GRANTED, channels + " channels (expected: " + GRANTED + ")");
  }
}
