package io.lifeline.load.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A client process, so that a client can be killed or frozen as a whole. Opens polite WebSockets,
 * says so and stays until its standard input ends.
 */
public final class PeerMain {
  private PeerMain() {}

  /**
   * @param arguments host, port, how many, path
   */
  public static void main(String[] arguments) throws Exception {
    InetSocketAddress node = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
    int count = Integer.parseInt(arguments[2]);
    try (PeerLoop loop = new PeerLoop(node, new SplittableRandom(count))) {
      List<Peer> peers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        peers.add(loop.upgrade(arguments[3], Manners.POLITE));
      }
      for (Peer peer : peers) {
        int status = peer.answered().get(30, TimeUnit.SECONDS);
        if (status != 101) {
          throw new IllegalStateException("handshake answered with " + status);
        }
      }
      System.out.println(PeerProcess.OPEN);
      System.in.transferTo(System.err);
    }
  }
}
