package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums of figures that several nodes have under the same name. */
final class Sums {
  private Sums() {}

  /**
   * Of each figure that one of the objects has, in the order in which they come; whole numbers stay
   * whole. What is no number is left out.
   */
  static ObjectNode of(List<JsonNode> objects) {
    Map<String, BigDecimal> sums = new LinkedHashMap<>();
    for (JsonNode object : objects) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (field.getValue().isNumber()) {
          sums.merge(field.getKey(), field.getValue().decimalValue(), BigDecimal::add);
        }
      }
    }
    ObjectNode json = ApiJson.object();
    sums.forEach(json::put);
    return json;
  }
}
