package io.lifeline.load.follow;

import java.net.InetSocketAddress;
import java.util.List;

/** How clients and publishers get into a cluster. Asked again before each try, from any thread. */
public interface Entrance {
  /** The nodes that are not known to be gone, as a load balancer would have them. */
  List<InetSocketAddress> living();

  /** The query with which this user is let in, for example {@code user=alice}. */
  default String credentials(String user) {
    return "user=" + user;
  }

  /** With which publishers are let in. */
  default String apiKey() {
    return "dev";
  }
}
