package io.lifeline.load.node;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens for a node that is not in development mode: JWTs signed with HS256. */
final class TestToken {
  /** The secret of the nodes that the runner starts. */
  static final String SECRET = "a-secret-of-the-load-tests-and-nobody-else";

  private TestToken() {}

  static String of(String user) {
    String content = base64("{\"alg\":\"HS256\"}") + "." + base64(claims(user));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static String claims(String user) {
    return "{\"sub\":\"" + user + "\",\"channels\":[\"*\"]}";
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
