package io.lifeline.edge.ops;

import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The ops page: its files at {@code /ops/ui/}, which are the same at every node and so for all who
 * ask, and {@code /ops/overview}, the figures at its top, for those with a token. Thread-safe.
 */
public final class PageRoutes extends AllDirectives {
  /** The chart library. A newer one has another name, so browsers may keep it for good. */
  static final String CHARTS = "echarts-5.3.1.esm.min.js";

  private static final String CHARTS_PLACE =
      "META-INF/resources/webjars/echarts/5.3.1/dist/echarts.esm.min.js";
  private static final int MOST_LOOKS = 2;
  private static final String PAGE = "/ops/ui/";
  private static final RawHeader POLICY =
      policy("script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:");

  /** A report has its own style and script within. */
  private static final RawHeader REPORT_POLICY =
      policy(
          "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
              + " connect-src 'self'; img-src data:");

  private final PageFiles files = new PageFiles();
  private final Scopes scopes;
  private final Question overview;

  public PageRoutes(ActorSystem<?> system, Overview overview, Scopes scopes) {
    this.scopes = scopes;
    this.overview =
        new Question(
            Overview.LOOK,
            new Looks(system, MOST_LOOKS, "other looks at the node are under way"),
            Set.of(),
            query -> overview.answer(),
            new OverviewOfCluster());
  }

  /** What other nodes may ask. */
  List<Question> questions() {
    return List.of(overview);
  }

  /** Below {@code /ops}, for those to whom it is granted. */
  Route figures() {
    return path("overview", () -> get(() -> scopes.answer(overview)));
  }

  /** Below {@code /ops}, also for those who have no token. */
  Route files() {
    return get(
        () ->
            concat(
                pathEndOrSingleSlash(this::toPage),
                pathPrefix(
                    "ui",
                    () ->
                        concat(
                            pathEnd(this::toPage),
                            pathSingleSlash(() -> file("index.html")),
                            path(CHARTS, this::charts),
                            path(PathMatchers.segment(), this::file)))));
  }

  private Route toPage() {
    return redirect(Uri.create(PAGE), StatusCodes.FOUND);
  }

  private Route charts() {
    return respondWithHeader(
        RawHeader.create("Cache-Control", "public, max-age=31536000, immutable"),
        () -> encodeResponse(() -> getFromResource(CHARTS_PLACE, PageFiles.SCRIPT)));
  }

  private Route file(String name) {
    return files
        .find(name)
        .map(
            file ->
                respondWithHeader(
                    RawHeader.create("Cache-Control", "no-cache"),
                    () -> conditional(file.tag(), () -> complete(response(name, file)))))
        .orElseGet(this::reject);
  }

  private static HttpResponse response(String name, PageFiles.File file) {
    return HttpResponse.create()
        .addHeader(name.equals("report.html") ? REPORT_POLICY : POLICY)
        .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
        .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
        .withEntity(file.type(), file.content());
  }

  private static RawHeader policy(String more) {
    return RawHeader.create(
        "Content-Security-Policy",
        "default-src 'none'; "
            + more
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }
}
