package io.lifeline.edge.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a method of the API answers. */
sealed interface ApiAnswer {
  int INTERNAL_ERROR = 100;
  int METHOD_NOT_FOUND = 104;
  int BAD_REQUEST = 107;

  /** The answer as the API writes it. */
  JsonNode json();

  record Result(ObjectNode result) implements ApiAnswer {
    @Override
    public JsonNode json() {
      return ApiJson.object().set("result", result);
    }
  }

  /**
   * @param code as Centrifugo's server API has them
   */
  record Failure(int code, String message) implements ApiAnswer {
    @Override
    public JsonNode json() {
      ObjectNode error = ApiJson.object().put("code", code).put("message", message);
      return ApiJson.object().set("error", error);
    }

    /** The status for those who asked for errors as HTTP statuses. */
    int transportStatus() {
      return switch (code) {
        case 102, METHOD_NOT_FOUND -> 404;
        case 103 -> 403;
        case 106, BAD_REQUEST, 108 -> 400;
        case 111 -> 429;
        default -> 500;
      };
    }
  }
}
