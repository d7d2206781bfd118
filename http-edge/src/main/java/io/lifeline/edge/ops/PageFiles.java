package io.lifeline.edge.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.headers.EntityTag;
import org.apache.pekko.util.ByteString;

/**
 * The files of the ops page, read from the jar once: some 50 KiB. Their tags are of their content,
 * since all files of a jar may be of the same date. Immutable.
 */
final class PageFiles {
  private static final String PLACE = "/io/lifeline/edge/ops/";
  private static final List<String> NAMES =
      List.of(
          "index.html",
          "ops.css",
          "actors.js",
          "browse.js",
          "charts.js",
          "connections.js",
          "dom.js",
          "groups.js",
          "node.js",
          "page.js",
          "picture.js",
          "reports.js",
          "tiles.js",
          "report.html",
          "report.js");

  /** The type of scripts. */
  static final ContentType SCRIPT = ContentTypes.parse("text/javascript; charset=UTF-8");

  private static final Map<String, ContentType> TYPES =
      Map.of(
          "html",
          ContentTypes.TEXT_HTML_UTF8,
          "css",
          ContentTypes.parse("text/css; charset=UTF-8"),
          "js",
          SCRIPT);

  /** One of them. */
  record File(ContentType type, ByteString content, EntityTag tag) {}

  private final Map<String, File> files = new HashMap<>();

  PageFiles() {
    NAMES.forEach(name -> files.put(name, read(name)));
  }

  Optional<File> find(String name) {
    return Optional.ofNullable(files.get(name));
  }

  private static File read(String name) {
    ContentType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    try (InputStream file = PageFiles.class.getResourceAsStream(PLACE + name)) {
      if (file == null || type == null) {
        throw new IllegalStateException("the jar has no " + PLACE + name);
      }
      byte[] content = file.readAllBytes();
      return new File(
          type, ByteString.fromArray(content), EntityTag.create(digest(content), false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }
}
