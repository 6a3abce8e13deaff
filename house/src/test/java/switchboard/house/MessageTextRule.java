package switchboard.house;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds code that decides by the text of an exception. The text depends on the locale, the platform
 * and the version; the exceptions of the library have fields such as {@code errno()} instead.
 *
 * <p>The rule follows the result of {@code getMessage()} through the variables, parameters and
 * methods of one file.
 */
final class MessageTextRule {
  /** Methods of String and similar types that compare texts, as receiver or as argument. */
  private static final Set<String> DECIDING =
      Set.of(
          "compareTo",
          "compareToIgnoreCase",
          "contains",
          "containsKey",
          "contentEquals",
          "endsWith",
          "equals",
          "equalsIgnoreCase",
          "indexOf",
          "lastIndexOf",
          "lookingAt",
          "matcher",
          "matches",
          "regionMatches",
          "split",
          "startsWith");

  /** Methods that return the text that they receive, or nearly the same text. */
  private static final Set<String> KEEPING =
      Set.of("valueOf", "requireNonNull", "requireNonNullElse", "strip", "trim", "toLowerCase");

  /** The variables (by method and name) and methods (by name) with the text of an exception. */
  private final Set<String> texts = new HashSet<>();

  private final Source source;

  private MessageTextRule(Source source) {
    this.source = source;
  }

  /**
   * Returns the names of the methods of production code that decide by the text of an exception.
   * The contracts are excluded: they are test suites, which specify the texts.
   */
  static Stream<String> offenders(Source source) {
    boolean tests =
        source.path().contains("src/test/java/") || source.path().startsWith("library/contracts/");
    return tests ? Stream.empty() : of(source);
  }

  private static Stream<String> of(Source source) {
    var rule = new MessageTextRule(source);
    int known;
    do {
      known = rule.texts.size();
      source.methods().forEach(method -> rule.collect(method.tree()));
    } while (rule.texts.size() > known);
    var found = new TreeSet<String>();
    for (var method : source.methods()) {
      if (rule.decides(method.tree())) {
        found.add(method.name());
      }
    }
    return found.stream();
  }

  private void collect(MethodTree method) {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        if (isText(variable.getInitializer(), method)) {
          texts.add(variable(method, variable.getName()));
        }
        return super.visitVariable(variable, null);
      }

      @Override
      public @Nullable Void visitReturn(ReturnTree returned, @Nullable Void unused) {
        if (isText(returned.getExpression(), method)) {
          texts.add(method.getName() + "()");
        }
        return super.visitReturn(returned, null);
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        if (call.getMethodSelect() instanceof IdentifierTree) {
          passOn(call, method);
        }
        return super.visitMethodInvocation(call, null);
      }
    }.scan(method.getBody(), null);
  }

  /** Marks the parameters of a method of the same file that receive the text in this call. */
  private void passOn(MethodInvocationTree call, MethodTree caller) {
    for (var method : source.methods()) {
      var parameters = method.tree().getParameters();
      if (!method.tree().getName().contentEquals(nameOf(call))
          || parameters.size() != call.getArguments().size()) {
        continue;
      }
      for (int i = 0; i < parameters.size(); i++) {
        if (isText(call.getArguments().get(i), caller)) {
          texts.add(variable(method.tree(), parameters.get(i).getName()));
        }
      }
    }
  }

  private boolean decides(MethodTree method) {
    var found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        if (DECIDING.contains(nameOf(call))) {
          found[0] |= isText(receiver(call), method);
          call.getArguments().forEach(argument -> found[0] |= isText(argument, method));
        }
        return super.visitMethodInvocation(call, null);
      }

      @Override
      public @Nullable Void visitBinary(BinaryTree binary, @Nullable Void unused) {
        boolean compares =
            binary.getKind() == Kind.EQUAL_TO || binary.getKind() == Kind.NOT_EQUAL_TO;
        boolean withNull =
            binary.getLeftOperand().getKind() == Kind.NULL_LITERAL
                || binary.getRightOperand().getKind() == Kind.NULL_LITERAL;
        found[0] |=
            compares
                && !withNull
                && (isText(binary.getLeftOperand(), method)
                    || isText(binary.getRightOperand(), method));
        return super.visitBinary(binary, null);
      }

      @Override
      public @Nullable Void visitSwitch(SwitchTree choice, @Nullable Void unused) {
        found[0] |= isText(choice.getExpression(), method);
        return super.visitSwitch(choice, null);
      }

      @Override
      public @Nullable Void visitSwitchExpression(
          SwitchExpressionTree choice, @Nullable Void unused) {
        found[0] |= isText(choice.getExpression(), method);
        return super.visitSwitchExpression(choice, null);
      }
    }.scan(method.getBody(), null);
    return found[0];
  }

  private boolean isText(@Nullable Tree value, MethodTree method) {
    return switch (value) {
      case null -> false;
      case ParenthesizedTree inner -> isText(inner.getExpression(), method);
      case TypeCastTree cast -> isText(cast.getExpression(), method);
      case ConditionalExpressionTree choice ->
          isText(choice.getTrueExpression(), method) || isText(choice.getFalseExpression(), method);
      case IdentifierTree name -> texts.contains(variable(method, name.getName()));
      case MethodInvocationTree call -> isTextOf(call, method);
      default -> false;
    };
  }

  private boolean isTextOf(MethodInvocationTree call, MethodTree method) {
    String name = nameOf(call);
    boolean plain = call.getArguments().isEmpty();
    if (plain && (name.equals("getMessage") || name.equals("getLocalizedMessage"))) {
      return true;
    }
    if (KEEPING.contains(name)) {
      return plain
          ? isText(receiver(call), method)
          : call.getArguments().stream().anyMatch(argument -> isText(argument, method));
    }
    return call.getMethodSelect() instanceof IdentifierTree && texts.contains(name + "()");
  }

  private static String nameOf(MethodInvocationTree call) {
    return switch (call.getMethodSelect()) {
      case MemberSelectTree select -> select.getIdentifier().toString();
      case IdentifierTree name -> name.getName().toString();
      default -> "";
    };
  }

  private static @Nullable ExpressionTree receiver(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        ? select.getExpression()
        : null;
  }

  private static String variable(MethodTree method, CharSequence name) {
    return System.identityHashCode(method) + " " + name;
  }
}
