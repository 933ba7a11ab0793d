package org.larder.javadoc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is public in the published modules says what it is. Doclint could ask for comments too, but only together with a
 * {@code @param} and a {@code @return} everywhere.
 */
class CommentsTest {

    @ParameterizedTest
    @ValueSource(strings = {"api", "provider", "policies", "cdi-extension", "rest"})
    void whatIsPublicHasAComment(String module) throws IOException {
        assertThat(withoutComment(Path.of("..", module, "src", "main", "java"))).isEmpty();
    }

    private static List<String> withoutComment(Path sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, UTF_8);
                Stream<Path> below = Files.walk(sources)) {
            List<Path> paths =
                    below.filter(path -> path.toString().endsWith(".java")).toList();
            assertThat(paths).isNotEmpty();
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(paths));
            var search = new Search(DocTrees.instance(task));
            task.parse().forEach(unit -> search.scan(unit, null));
            return search.found;
        }
    }

    /** Walks through what can be seen from outside, not through bodies. */
    private static final class Search extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final List<String> found = new ArrayList<>();
        private final DocTrees trees;

        Search(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
            if (isVisible(type.getModifiers())) {
                check(type.getSimpleName().toString());
                super.visitClass(type, null);
            }
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
            boolean isOverriding = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (isVisible(method.getModifiers()) && !isOverriding) {
                check(method.getName().toString());
            }
            return null;
        }

        @Override
        public @Nullable Void visitVariable(VariableTree field, @Nullable Void none) {
            if (isVisible(field.getModifiers())) {
                check(field.getName().toString());
            }
            return null;
        }

        private boolean isVisible(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            return flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)
                    || (isOfInterface() && !flags.contains(Modifier.PRIVATE));
        }

        private boolean isOfInterface() {
            Tree.Kind outer = getCurrentPath().getParentPath().getLeaf().getKind();
            return outer == Tree.Kind.INTERFACE || outer == Tree.Kind.ANNOTATION_TYPE;
        }

        private void check(String name) {
            TreePath here = getCurrentPath();
            String comment = trees.getDocComment(here);
            if (comment == null || comment.isBlank()) {
                long at = trees.getSourcePositions().getStartPosition(here.getCompilationUnit(), here.getLeaf());
                found.add(here.getCompilationUnit().getSourceFile().getName() + ":"
                        + here.getCompilationUnit().getLineMap().getLineNumber(at) + " " + name);
            }
        }
    }
}
