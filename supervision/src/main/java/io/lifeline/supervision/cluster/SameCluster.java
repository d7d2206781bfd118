package io.lifeline.supervision.cluster;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.cluster.Valid$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets nodes into one cluster only if they give it the same name and understand each other. Pekko
 * asks it on both sides of each join; {@code lifeline-defaults.conf} registers it. Thread-safe.
 */
public final class SameCluster extends JoinConfigCompatChecker {
  private static final String NAME_KEY = "lifeline.cluster.name";
  private static final Seq<String> KEYS =
      seq(List.of(NAME_KEY, ProtocolVersion.SPOKEN_KEY, ProtocolVersion.OLDEST_KEY));

  /** Made by Pekko, by reflection. */
  public SameCluster() {}

  @Override
  public Seq<String> requiredKeys() {
    return KEYS;
  }

  @Override
  public ConfigValidation check(Config theirs, Config ours) {
    ConfigValidation complete = JoinConfigCompatChecker.exists(KEYS, theirs);
    if (complete != Valid$.MODULE$) {
      return complete;
    }
    List<String> differences = new ArrayList<>();
    if (!theirs.getString(NAME_KEY).equals(ours.getString(NAME_KEY))) {
      differences.add(
          "%s is [%s] there and [%s] here"
              .formatted(NAME_KEY, theirs.getString(NAME_KEY), ours.getString(NAME_KEY)));
    }
    ProtocolVersion their = ProtocolVersion.of(theirs);
    ProtocolVersion our = ProtocolVersion.of(ours);
    if (!our.understands(their)) {
      differences.add("the protocol is %s there and %s here".formatted(their, our));
    }
    return differences.isEmpty() ? Valid$.MODULE$ : new Invalid(seq(differences));
  }

  private static Seq<String> seq(List<String> texts) {
    return CollectionConverters.asScala(texts).toList();
  }
}
