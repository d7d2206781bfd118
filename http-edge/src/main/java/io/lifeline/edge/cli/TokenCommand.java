package io.lifeline.edge.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.auth.TokenMint;
import io.lifeline.edge.auth.UserName;
import io.lifeline.edge.settings.ConfigLayers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lifeline token}: prints a token for a user. */
@Command(
    name = "token",
    description = {
      "Prints an HS256 token.",
      "Signed with --secret, else with the first secret in --config, else with the public"
          + " development secret."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class TokenCommand implements Callable<Integer> {
  private static final int LEAST_SECRET_BYTES = 32;

  @Option(names = "--user", required = true, description = "Whom the token is for.")
  private String user = "";

  @Option(
      names = "--channel",
      paramLabel = "PATTERN",
      description = "May subscribe; repeatable; a trailing * matches any rest.")
  private List<String> channels = List.of();

  @Option(
      names = "--publish",
      paramLabel = "PATTERN",
      description = "May publish; repeatable; a trailing * matches any rest.")
  private List<String> publish = List.of();

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      description = "Such as 30m; default ${DEFAULT-VALUE}.")
  private String ttl = "24h";

  @Option(names = "--secret", description = "Of 32 bytes or more.")
  private @Nullable String secret;

  @Option(names = "--config", paramLabel = "FILE", description = "A node's configuration.")
  private @Nullable Path file;

  @Mixin private Caller caller = new Caller();

  TokenCommand() {}

  @Override
  public Integer call() {
    if (!UserName.isValid(user)) {
      throw caller.wrongUse("--user: expected " + UserName.RULE);
    }
    String key = secret == null ? configuredSecret() : secret;
    if (key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length < LEAST_SECRET_BYTES) {
      throw caller.wrongUse("--secret: expected " + LEAST_SECRET_BYTES + " bytes or more");
    }
    caller
        .out()
        .println(
            TokenMint.mint(key, user, channels, publish, Clock.systemUTC().instant().plus(ttl())));
    return 0;
  }

  private Duration ttl() {
    try {
      Duration duration = ConfigFactory.parseMap(Map.of("ttl", ttl)).getDuration("ttl");
      if (duration.isNegative() || duration.isZero()) {
        throw caller.wrongUse("--ttl: expected a duration above 0, such as 30m");
      }
      return duration;
    } catch (ConfigException e) {
      throw caller.wrongUse("--ttl: expected a duration, such as 30m");
    }
  }

  private String configuredSecret() {
    Config options =
        ConfigFactory.parseMap(file == null ? Map.of("lifeline.edge.development", true) : Map.of());
    try {
      List<String> secrets =
          ConfigLayers.layered(options, ConfigFiles.read(file))
              .getStringList("lifeline.edge.token.hmac-secrets");
      if (secrets.isEmpty()) {
        throw caller.wrongUse("--config: has no lifeline.edge.token.hmac-secrets; name a --secret");
      }
      return secrets.get(0);
    } catch (ConfigException e) {
      throw caller.wrongUse(
          "--config: lifeline.edge.token.hmac-secrets (expected: a list of texts)");
    }
  }
}
