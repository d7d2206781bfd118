package io.lifeline.telemetry.kamon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kamon.status.Environment;
import kamon.tag.Tag;
import kamon.trace.Span;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finished spans as a request of <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP</a> in
 * its JSON form.
 */
final class OtlpJson {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int INTERNAL = 1;
  private static final int ERROR = 2;

  private OtlpJson() {}

  static byte[] request(Environment environment, List<Span.Finished> spans)
      throws JsonProcessingException {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    ObjectNode ofNode = request.putArray("resourceSpans").addObject();
    ArrayNode resource = ofNode.putObject("resource").putArray("attributes");
    add(resource, "service.name", environment.service());
    add(resource, "service.instance.id", environment.instance());
    add(resource, "host.name", environment.host());
    ObjectNode ofScope = ofNode.putArray("scopeSpans").addObject();
    ofScope.putObject("scope").put("name", "lifeline");
    ArrayNode all = ofScope.putArray("spans");
    spans.forEach(span -> write(all.addObject(), span));
    return MAPPER.writeValueAsBytes(request);
  }

  private static void write(ObjectNode to, Span.Finished span) {
    to.put("traceId", span.trace().id().string()).put("spanId", span.id().string());
    if (!span.parentId().isEmpty()) {
      to.put("parentSpanId", span.parentId().string());
    }
    to.put("name", span.operationName())
        .put("kind", INTERNAL)
        .put("startTimeUnixNano", nanoseconds(span.from()))
        .put("endTimeUnixNano", nanoseconds(span.to()));
    ArrayNode attributes = to.putArray("attributes");
    for (Tag tag : CollectionConverters.asJava(span.tags().all())) {
      add(attributes, tag.key(), Tag.unwrapValue(tag));
    }
    if (span.hasError()) {
      to.putObject("status").put("code", ERROR);
    }
  }

  /** 64-bit numbers are texts in the JSON form of protocol buffers. */
  private static String nanoseconds(Instant at) {
    return Long.toString(TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano());
  }

  private static void add(ArrayNode to, String key, Object value) {
    ObjectNode typed = to.addObject().put("key", key).putObject("value");
    if (value instanceof Long number) {
      typed.put("intValue", number.toString());
    } else if (value instanceof Boolean flag) {
      typed.put("boolValue", flag);
    } else {
      typed.put("stringValue", value.toString());
    }
  }
}
