package switchboard.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules for the classes of the JDK: which modules may use which of them. */
final class PlatformRules {
  /** The socket classes of the JDK, without its exceptions and other channels. */
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
          .because("only engines use the JDK's sockets; all other code uses switchboard.net")
          .allowEmptyShould(true);

  static final ArchRule FOREIGN_ONLY_IN_THE_LINUX_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("switchboard.engine.linux..")
          .should()
          .dependOnClassesThat(resideInAPackage("java.lang.foreign.."))
          .because("only the Linux engine makes system calls");

  static final ArchRule TLS_ONLY_IN_TLS =
      noClasses()
          .that()
          .resideOutsideOfPackage("switchboard.tls..")
          .should()
          .dependOnClassesThat(resideInAPackage("javax.net.ssl.."))
          .because("TLS belongs in a module of its own, switchboard.tls");

  /**
   * For the modules of the library: a library reports to its callers and its logger, not to
   * standard output or error. There are two exceptions: ServerProgram prints where it listens, and
   * TestMatrix prints the seed of a test.
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
                          && Set.of("out", "err").contains(access.getTarget().getName())))
          .because("a library throws exceptions or uses its logger instead of printing");

  /** For all code, in particular tests: wait for a condition instead of a fixed time. */
  static final ArchRule NO_SLEEPING =
      noClasses()
          .should()
          .callMethodWhere(
              describe(
                  "sleep",
                  call ->
                      call.getTarget().getName().equals("sleep")
                          && SLEEPERS.contains(call.getTargetOwner().getName())))
          .because("code waits for a condition under a deadline, not for a fixed time");

  private PlatformRules() {}

  private static DescribedPredicate<JavaClass> matching(Pattern pattern) {
    return describe(
        "are the JDK's sockets",
        type -> pattern.matcher(type.getBaseComponentType().getName()).matches());
  }
}
