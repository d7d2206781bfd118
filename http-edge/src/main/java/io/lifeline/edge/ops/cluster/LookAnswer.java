package io.lifeline.edge.ops.cluster;

import io.lifeline.supervision.cluster.ClusterMessage;
import org.apache.pekko.stream.SourceRef;
import org.apache.pekko.util.ByteString;

/** What a {@link LookDesk} answers. */
public sealed interface LookAnswer extends ClusterMessage {
  /**
   * What the node saw.
   *
   * @param node its name
   * @param body in pieces, as an answer can be longer than what nodes send in one message; it must
   *     be read within the asker's limit of time
   */
  record Said(String node, SourceRef<ByteString> body) implements LookAnswer {}

  /**
   * It shows nothing.
   *
   * @param status as its listener would answer: 404 if it has looked and there is no such thing
   * @param line why, for people
   */
  record Refused(String node, int status, String line) implements LookAnswer {}
}
