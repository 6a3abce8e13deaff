package switchboard.examples;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assertions;

/** Compiles Java from a page or a comment: a complete file, members of a class, or statements. */
final class JavaText {
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("public (?:final )?(?:class|interface|record|enum) (\\w+)");

  /** The imports and fields that the code of a page may use without declaring them. */
  private static final String BEFORE =
      """
      import static java.nio.charset.StandardCharsets.UTF_8;
      import java.io.*;
      import java.nio.ByteBuffer;
      import java.time.Duration;
      import java.util.*;
      import switchboard.contracts.*;
      import switchboard.frames.*;
      import switchboard.layouts.*;
      import switchboard.net.*;
      import switchboard.server.*;
      import switchboard.testkit.*;
      abstract class Main {
        Network network = Network.system();
        Connection connection;
        Listener listener;
        Server server;
      """;

  private JavaText() {}

  static void assertCompiles(String block, String page) {
    assertCompiles("", block, page);
  }

  /** Asserts that the block compiles, with the additional members {@code given}. */
  static void assertCompiles(String given, String block, String page) {
    var forms = forms(given, block);
    if (!compiles(forms)) {
      Assertions.fail(page + ": Java block does not compile:\n" + block + errors(forms));
    }
  }

  static boolean compiles(String block) {
    return compiles(forms("", block));
  }

  private static boolean compiles(List<String> forms) {
    return forms.stream().anyMatch(form -> errors(List.of(form)).isEmpty());
  }

  private static List<String> forms(String given, String block) {
    return List.of(
        block,
        BEFORE + given + block + "}",
        BEFORE + given + "void statements() throws Exception {" + block + "}}");
  }

  /** Compiles each source with javac, and returns all errors; empty if there are none. */
  private static String errors(List<String> sources) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var errors = new StringWriter();
    var options = List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
    for (String source : sources) {
      var files = new NoFiles(compiler.getStandardFileManager(null, null, null));
      if (!compiler.getTask(errors, files, null, options, null, List.of(text(source))).call()) {
        errors.append('\n');
      }
    }
    return errors.toString();
  }

  private static JavaFileObject text(String source) {
    var name = PUBLIC_TYPE.matcher(source);
    String file = (name.find() ? name.group(1) : "Main") + ".java";
    return new SimpleJavaFileObject(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  /** Discards the class files. */
  private static final class NoFiles extends ForwardingJavaFileManager<JavaFileManager> {
    NoFiles(JavaFileManager below) {
      super(below);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String type, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("string:///" + type + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream();
        }
      };
    }
  }
}
