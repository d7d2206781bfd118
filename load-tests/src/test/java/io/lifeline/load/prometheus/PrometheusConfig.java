package io.lifeline.load.prometheus;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a Prometheus is told to do, each second. Immutable.
 *
 * @param job the name of the scrape
 * @param targets as {@code host:port}
 * @param more lines of its file
 */
public record PrometheusConfig(String job, List<String> targets, String token, String more) {
  /** It scrapes these, and no more. */
  public static PrometheusConfig scraping(String job, List<String> targets) {
    return new PrometheusConfig(job, targets, "", "");
  }

  /** The targets ask for this token. */
  public PrometheusConfig withToken(String secret) {
    return new PrometheusConfig(job, targets, secret, more);
  }

  /**
   * It looks at these rules and tells who fires.
   *
   * @param alertmanager as {@code host:port}
   */
  public PrometheusConfig alerting(Path rules, String alertmanager) {
    String alerting =
        """
        rule_files: ['%s']
        alerting: { alertmanagers: [{ static_configs: [{ targets: ['%s'] }] }] }
        """
            .formatted(rules, alertmanager);
    return new PrometheusConfig(job, targets, token, more + alerting);
  }

  String text() {
    String authorization =
        token.isEmpty() ? "" : "    authorization: { credentials: '" + token + "' }\n";
    return """
        global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
        %sscrape_configs:
          - job_name: %s
        %s    static_configs:
              - targets: [%s]
        """
        .formatted(
            more,
            job,
            authorization,
            targets.stream().map(target -> "'" + target + "'").collect(Collectors.joining(", ")));
  }
}
