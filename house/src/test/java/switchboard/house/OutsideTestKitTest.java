package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compiles and runs tests of another project that use the test kit: without a test framework, with
 * the project's own version of JUnit, and with the contracts. They run with our jars and those of
 * two versions of JUnit, which the build of this module copies to its output directory.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("slow")
class OutsideTestKitTest {
  private static final String VERSION = System.getProperty("switchboard.version", "");
  private static final Path ROOT = Tree.ofProject().root();
  private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");

  /** A test without a framework: a server with a name and a client, in memory. */
  private static final String PLAIN =
      """
      package outside;
      import switchboard.net.Connection;
      import switchboard.net.Listener;
      import switchboard.net.Network;
      import switchboard.testkit.MemoryEngine;
      public class Plain {
        public static void main(String[] arguments) throws Exception {
          try (Network network = MemoryEngine.network();
              Listener listener = network.listen("tcp://server:7000");
              Connection client = network.connect("tcp://server:7000");
              Connection accepted = listener.accept()) {
            client.sink().writeLine("received in memory").flush();
            System.out.println(accepted.source().readLine(100));
          }
        }
      }
      """;

  private static final String WITH_JUNIT =
      """
      package outside;
      import static org.junit.jupiter.api.Assertions.assertEquals;
      import org.junit.jupiter.api.Test;
      import switchboard.net.Datagrams;
      import switchboard.net.Endpoint;
      import switchboard.net.Options;
      import switchboard.testkit.LossyNetwork;
      public class UserTest {
        @Test
        public void datagramsGetLost() throws Exception {
          try (var network = LossyNetwork.seeded(1).loss(1).open();
              Datagrams server = network.bind(Endpoint.udp("server", 53), Options.none())) {
            network
                .connectDatagrams(Endpoint.udp("server", 53), Options.none())
                .send(java.nio.ByteBuffer.allocate(1));
            assertEquals(null, server.tryReceive(java.nio.ByteBuffer.allocate(1)));
          }
        }
      }
      """;

  /** A test that runs a contract with an engine of the user, which counts connects. */
  private static final String WITH_CONTRACTS =
      """
      package outside;
      import java.io.IOException;
      import java.util.Set;
      import java.util.concurrent.atomic.AtomicInteger;
      import switchboard.contracts.AddressContract;
      import switchboard.net.*;
      import switchboard.net.spi.*;
      import switchboard.testkit.MemoryEngine;
      public class UserTest implements AddressContract {
        static final class Counting implements Engine {
          private final MemoryEngine below = new MemoryEngine();
          private final AtomicInteger connects = new AtomicInteger();
          @Override public String name() {
            return "counting";
          }
          @Override public Set<Capability> capabilities() {
            return below.capabilities();
          }
          @Override public ConnectHandle connect(Address remote, Options options)
              throws IOException {
            connects.incrementAndGet();
            return below.connect(remote, options);
          }
          @Override public ListenerHandle listen(Address local, Options options)
              throws IOException {
            return below.listen(local, options);
          }
          @Override public DatagramHandle bind(Address local, Address remote, Options options)
              throws IOException {
            return below.bind(local, remote, options);
          }
          @Override public void close() {
            below.close();
          }
        }
        private final Counting engine = new Counting();
        private final Network network = Network.over(engine);
        @Override public Network network() {
          return network;
        }
        @Override public Endpoint listenEndpoint() {
          return Endpoint.parse("tcp://127.0.0.1:0");
        }
        @Override public long openHandles() {
          return engine.below.openHandles().size();
        }
      }
      """;

  /** Runs the tests of one class with JUnit. Prints whether any passed, and how many failed. */
  private static final String RUNNER =
      """
      package outside;
      import org.junit.platform.engine.discovery.DiscoverySelectors;
      import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
      import org.junit.platform.launcher.core.LauncherFactory;
      import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
      public class Runner {
        public static void main(String[] arguments) {
          var listener = new SummaryGeneratingListener();
          var request = LauncherDiscoveryRequestBuilder.request()
              .selectors(DiscoverySelectors.selectClass(UserTest.class)).build();
          LauncherFactory.create().execute(request, listener);
          var summary = listener.getSummary();
          summary.printFailuresTo(new java.io.PrintWriter(System.out), 10);
          System.out.println((summary.getTestsSucceededCount() > 0)
              + " " + summary.getTotalFailureCount());
        }
      }
      """;

  @TempDir Path scratch;

  @Test
  void theTestKitNeedsNoFrameworkOnTheModulePath() throws Exception {
    var path = List.of(jar("net"), jar("testkit"));
    write("module-info.java", "module outside { requires switchboard.testkit; }");
    compile("--module-path", path, "Plain.java", PLAIN);
    var run = java("--module-path", withOwn(path), "--module", "outside/outside.Plain");
    assertEquals("received in memory", run.out().strip(), run::err);
  }

  @Test
  void theTestKitNeedsNoFrameworkOnTheClassPath() throws Exception {
    var path = List.of(jar("net"), jar("testkit"));
    compile("--class-path", path, "Plain.java", PLAIN);
    var run = java("--class-path", withOwn(path), "outside.Plain");
    assertEquals("received in memory", run.out().strip(), run::err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"junit-5.11", "junit-6"})
  void theTestKitWorksBesideAUsersOwnJunit(String junit) throws Exception {
    var path = new ArrayList<>(List.of(jar("net"), jar("testkit")));
    path.addAll(jars(junit));
    assertPasses(path, WITH_JUNIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"junit-5.11", "junit-6"})
  void aUsersEngineRunsAContract(String junit) throws Exception {
    var path = new ArrayList<>(List.of(jar("net"), jar("testkit"), jar("contracts")));
    path.addAll(jars(junit));
    assertPasses(path, WITH_CONTRACTS);
  }

  private void assertPasses(List<Path> path, String test) throws Exception {
    write("Runner.java", RUNNER);
    compile("--class-path", path, "UserTest.java", test);
    var run = java("--class-path", withOwn(path), "outside.Runner");
    assertEquals("true 0", run.out().strip(), run::err);
  }

  private static Path jar(String name) {
    var artifact = "switchboard-" + name;
    var jar =
        ROOT.resolve("library")
            .resolve(name)
            .resolve("target/" + artifact + "-" + VERSION + ".jar");
    assertTrue(Files.exists(jar), jar + " is not built; run mvn verify");
    return jar;
  }

  /** Returns the jars of one version of JUnit with all that it needs. */
  private static List<Path> jars(String junit) throws IOException {
    try (Stream<Path> jars = Files.list(ROOT.resolve("house/target").resolve(junit))) {
      return jars.sorted().toList();
    }
  }

  private void compile(String kind, List<Path> path, String name, String text) throws Exception {
    write(name, text);
    var command = new ArrayList<String>();
    command.add(BIN.resolve("javac").toString());
    command.addAll(List.of(kind, joined(path), "-d", "classes"));
    try (var files = Files.list(scratch)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(command::add);
    }
    var javac = Forked.run(scratch, Map.of(), command);
    assertEquals(0, javac.status(), javac.out() + javac.err());
  }

  private Forked java(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(BIN.resolve("java").toString());
    command.addAll(List.of(arguments));
    return Forked.run(scratch, Map.of(), command);
  }

  private String withOwn(List<Path> path) {
    return joined(path) + ":" + scratch.resolve("classes");
  }

  private static String joined(List<Path> path) {
    return path.stream().map(Path::toString).collect(Collectors.joining(":"));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(scratch.resolve(name), text, UTF_8);
  }
}
