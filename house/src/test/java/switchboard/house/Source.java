package switchboard.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A Java file, parsed but not compiled, for the rules that examine sources. */
record Source(String path, CompilationUnitTree unit, DocTrees trees) {
  /** A method or constructor with its owner and its length. */
  record Method(String name, MethodTree tree, ClassTree owner, boolean inPublicType, long lines) {}

  /** A type in the file, top-level or nested. */
  record Type(String name, ClassTree tree, boolean topLevel, Optional<String> comment) {}

  static List<Source> ofProject(Tree tree) {
    return parse(
        tree.javaFiles().stream().map(file -> text(file, tree.text(file).orElseThrow())).toList());
  }

  /** Parses a text, for tests which check that a rule finds offenders. */
  static Source of(String path, String text) {
    return parse(List.of(text(Path.of(path), text))).getFirst();
  }

  private static JavaFileObject text(Path path, String text) {
    var uri = URI.create("text:///" + Tree.name(path));
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static List<Source> parse(List<JavaFileObject> files) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
    var trees = DocTrees.instance(task);
    try {
      return StreamSupport.stream(task.parse().spliterator(), false)
          .map(unit -> new Source(unit.getSourceFile().getName().substring(1), unit, trees))
          .toList();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  long lines() {
    return text().lines().count();
  }

  /** Returns the number of lines that do not belong to a comment which starts its line. */
  long linesWithoutComments() {
    long comments =
        JavaTokens.of(text()).stream()
            .filter(JavaTokens.Token::isComment)
            .filter(JavaTokens.Token::startsLine)
            .mapToLong(token -> token.text().lines().count())
            .sum();
    return lines() - comments;
  }

  String text() {
    try {
      return unit.getSourceFile().getCharContent(true).toString();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  List<Method> methods() {
    var methods = new ArrayList<Method>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        var owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
        var name = qualified(owner.getSimpleName() + "." + method.getName());
        var isPublic = isPublic(getCurrentPath().getParentPath());
        methods.add(new Method(name, method, owner, isPublic, linesOf(method)));
        return super.visitMethod(method, null);
      }
    }.scan(unit, null);
    return methods;
  }

  List<Type> types() {
    var types = new ArrayList<Type>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
        var topLevel = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
        var comment = Optional.ofNullable(trees.getDocComment(getCurrentPath()));
        types.add(new Type(qualified(type.getSimpleName().toString()), type, topLevel, comment));
        return super.visitClass(type, null);
      }
    }.scan(unit, null);
    return types;
  }

  private long linesOf(MethodTree method) {
    var positions = trees.getSourcePositions();
    var map = unit.getLineMap();
    var last = map.getLineNumber(positions.getEndPosition(unit, method));
    // From the annotations to the closing brace; the Javadoc is not counted.
    return last - map.getLineNumber(positions.getStartPosition(unit, method)) + 1;
  }

  private String qualified(String name) {
    var inPackage = unit.getPackageName();
    return inPackage == null ? name : inPackage + "." + name;
  }

  private static boolean isPublic(TreePath type) {
    if (!(type.getLeaf() instanceof ClassTree tree)) {
      return type.getLeaf() instanceof CompilationUnitTree;
    }
    var parent = type.getParentPath();
    var byInterface = parent.getLeaf().getKind() == Kind.INTERFACE;
    return (byInterface || tree.getModifiers().getFlags().contains(Modifier.PUBLIC))
        && isPublic(parent);
  }
}
