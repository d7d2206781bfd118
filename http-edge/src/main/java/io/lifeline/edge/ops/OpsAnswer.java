package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the ops listener says, in the forms that it has. */
final class OpsAnswer {
  private OpsAnswer() {}

  /** To people, in one line. */
  static HttpResponse line(int status, String line) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(ContentTypes.TEXT_PLAIN_UTF8, line + "\n");
  }

  static HttpResponse json(ObjectNode json) {
    return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, ApiJson.write(json));
  }

  static HttpResponse text(String text) {
    return HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, text);
  }
}
