package io.lifeline.telemetry.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The rules that hold in every module; each module has a test that applies them to itself. */
public final class ArchitectureRules {
  /** From the lowest to the highest: each may know those before it. */
  private static final List<String> LINE =
      List.of("telemetry", "connection", "supervision", "edge", "load");

  private ArchitectureRules() {}

  /** Checks the production classes of one module. */
  public static void check(String module) {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("io.lifeline." + module);
    rules(module).forEach(rule -> rule.check(classes));
  }

  private static List<ArchRule> rules(String module) {
    return List.of(direction(module), time(), internals(), logging(), names());
  }

  private static ArchRule direction(String module) {
    int place = LINE.indexOf(module);
    if (place < 0) {
      throw new IllegalArgumentException("no module " + module);
    }
    String[] below =
        LINE.subList(place + 1, LINE.size()).stream()
            .map(name -> "io.lifeline." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(below)
        .because("the modules form a straight line")
        .allowEmptyShould(true);
  }

  private static ArchRule time() {
    return noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .because("time comes from timers and from an injected clock")
        .allowEmptyShould(true);
  }

  private static ArchRule internals() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("io.lifeline.telemetry.actortree")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.apache.pekko.actor.ActorRefWithCell")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.apache.pekko.actor.Cell")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.apache.pekko.actor.ActorCell")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.pekko.actor.dungeon..")
        .because("Pekko's internals change; one package follows them")
        .allowEmptyShould(true);
  }

  private static ArchRule logging() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..")
        .because("logs go through SLF4J")
        .allowEmptyShould(true);
  }

  private static ArchRule names() {
    return classes()
        .should()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Impl")
        .because("a name says what a thing is for")
        .allowEmptyShould(true);
  }
}
