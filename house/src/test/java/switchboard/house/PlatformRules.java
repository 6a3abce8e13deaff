package switchboard.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.regex.Pattern;

/** Which classes of the JDK may be used where. */
final class PlatformRules {
  /** The JDK's sockets and what belongs to them; its exceptions and plain channels do not. */
  private static final Pattern SOCKETS =
      Pattern.compile(
          "java\\.nio\\.channels\\.(Asynchronous(Server)?Socket|(Server)?Socket|Datagram|Network"
              + "|Multicast|Selectable)Channel"
              + "|java\\.nio\\.channels\\.(Selector|SelectionKey|Pipe|MembershipKey)"
              + "|java\\.nio\\.channels\\.spi\\..*"
              + "|java\\.net\\.((Server|Datagram|Multicast)?Socket(Impl.*)?|DatagramPacket"
              + "|(Inet|UnixDomain)?SocketAddress|StandardSocketOptions|SocketOption)");

  private static final Set<String> SLEEPERS =
      Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit");

  static final ArchRule SOCKETS_ONLY_IN_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackages("switchboard.engine.nio..", "switchboard.benchmarks..")
          .should()
          .dependOnClassesThat(matching(SOCKETS))
          .because("everything but an engine is written against switchboard.net")
          .allowEmptyShould(true);

  static final ArchRule FOREIGN_ONLY_IN_THE_LINUX_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("switchboard.engine.linux..")
          .should()
          .dependOnClassesThat(resideInAPackage("java.lang.foreign.."));

  static final ArchRule TLS_ONLY_IN_TLS =
      noClasses()
          .that()
          .resideOutsideOfPackage("switchboard.tls..")
          .should()
          .dependOnClassesThat(resideInAPackage("javax.net.ssl.."));

  /**
   * For the library's modules: a library says what it has to say to its callers and its logger. A
   * program that is a server tells people where it listens, and a test which seed it has drawn.
   */
  static final ArchRule NO_PRINTING =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("switchboard.server.internal.ServerProgram")
          .and()
          .doNotHaveFullyQualifiedName("switchboard.contracts.TestMatrix$Seed")
          .should()
          .accessFieldWhere(
              describe(
                  "System.out or System.err",
                  access ->
                      access.getTargetOwner().getName().equals("java.lang.System")
                          && Set.of("out", "err").contains(access.getTarget().getName())));

  /** For all code, tests above all: who waits, waits for something. */
  static final ArchRule NO_SLEEPING =
      noClasses()
          .should()
          .callMethodWhere(
              describe(
                  "sleep",
                  call ->
                      call.getTarget().getName().equals("sleep")
                          && SLEEPERS.contains(call.getTargetOwner().getName())));

  private PlatformRules() {}

  private static DescribedPredicate<JavaClass> matching(Pattern pattern) {
    return describe(
        "are the JDK's sockets",
        type -> pattern.matcher(type.getBaseComponentType().getName()).matches());
  }
}
