package io.lifeline.edge.ops;

import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the ops listener says to people in one line. */
final class OpsAnswer {
  private OpsAnswer() {}

  static HttpResponse line(int status, String line) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(ContentTypes.TEXT_PLAIN_UTF8, line + "\n");
  }
}
