# Each check of this folder finds an offender, names it, and lets the sound file pass.
# SPDX-License-Identifier: GPL-3.0-or-later

import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import tap  # noqa: E402 - the path is ours

HEAD = ("/* A file made by a test.\n * SPDX-License-Identifier: GPL-3.0-or-later */\n")


class CheckCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run_check(self, name):
        return subprocess.run([sys.executable, str(HERE / name), str(self.root)],
                              capture_output=True, text=True, check=False)

    def expect_complaint(self, check, text):
        done = self.run_check(check)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(text, done.stdout)

    def expect_peace(self, check):
        done = self.run_check(check)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)


class Layers(CheckCase):
    def test_core_that_includes_ui_is_found(self):
        self.write("core/tiles/a.c", HEAD + '#include "ui/window.h"\n')
        self.expect_complaint("check-layers.py", "core/tiles may not know ui")

    def test_nn_that_includes_a_slide_is_found(self):
        self.write("core/nn/a.c", HEAD + '#include "core/slide/slide.h"\n')
        self.expect_complaint("check-layers.py", "core/nn may not know core/slide")

    def test_library_outside_its_home_is_found(self):
        self.write("core/jobs/a.c", HEAD + "#include <sqlite3.h>\n")
        self.expect_complaint("check-layers.py", "only core/store/ may include sqlite3.h")

    def test_gtk_in_the_command_line_is_found(self):
        self.write("app/cli/a.c", HEAD + "#include <gtk/gtk.h>\n")
        self.expect_complaint("check-layers.py", "app/cli/a.c:3")

    def test_arrow_that_is_allowed_passes(self):
        self.write("core/tiles/a.c", HEAD + '#include "core/slide/slide.h"\n')
        self.expect_peace("check-layers.py")


class Sizes(CheckCase):
    def test_long_file_is_found(self):
        self.write("core/base/a.c", HEAD + "int a;\n" * 600)
        self.expect_complaint("check-sizes.py", "602 lines, at most 600")

    def test_test_file_may_be_longer(self):
        self.write("tests/core/base/a.c", HEAD + "int a;\n" * 600)
        self.expect_peace("check-sizes.py")

    def test_long_function_is_found(self):
        self.write("ui/a.c", HEAD + "void\nlong_one (void)\n{\n" + "  a ();\n" * 69 + "}\n")
        self.expect_complaint("check-sizes.py", "long_one: 71 lines, at most 70")

    def test_function_at_the_limit_passes(self):
        self.write("ui/a.c", HEAD + "void\nlong_one (void)\n{\n" + "  a ();\n" * 68 + "}\n")
        self.expect_peace("check-sizes.py")

    def test_deep_nesting_is_found(self):
        lines = ["  " * depth + "if (a) {" for depth in range(1, 6)]
        lines += ["  " * depth + "}" for depth in range(5, 0, -1)]
        self.write("ui/a.c", HEAD + "void\ndeep (int a)\n{\n" + "\n".join(lines) + "\n}\n")
        self.expect_complaint("check-sizes.py", "deep: nested deeper than 4")

    def test_seventh_parameter_is_found(self):
        self.write("ui/a.c", HEAD + "void\nwide (int a, int b, int c,\n      int d, int e, "
                   "int f,\n      int (*g) (int, int))\n{\n}\n")
        self.expect_complaint("check-sizes.py", "wide: 7 parameters, at most 6")

    def test_measuring_a_widget_takes_what_gtk_says(self):
        self.write("ui/a.c", HEAD + "void\nts_a_measure (GtkWidget *widget,\n"
                   "              GtkOrientation orientation,\n              int for_size,\n"
                   "              int *minimum,\n              int *natural,\n"
                   "              int *minimum_baseline,\n              int *natural_baseline)"
                   "\n{\n}\n")
        self.expect_peace("check-sizes.py")

    def test_commas_of_a_callback_are_not_parameters(self):
        self.write("ui/a.c", HEAD + "void\nfine (int a, int b, int c, int d, int e,\n"
                   "      int (*g) (int, int, int))\n{\n}\n")
        self.expect_peace("check-sizes.py")


class Words(CheckCase):
    def test_banned_function_is_found_with_its_replacement(self):
        self.write("app/cli/a.c", HEAD + "int\na (void)\n{\n  return atoi (b);\n}\n")
        self.expect_complaint("check-words.py", "app/cli/a.c:6: not atoi; use ts_parse_int")

    def test_goto_is_found(self):
        self.write("app/cli/a.c", HEAD + "void\na (void)\n{\n  goto out;\n}\n")
        self.expect_complaint("check-words.py", "not goto")

    def test_unseen_lock_in_the_core_is_found(self):
        self.write("core/jobs/a.c", HEAD + "static GMutex lock;\n")
        self.expect_complaint("check-words.py", "not GMutex; use TsLock")

    def test_thread_pool_in_the_core_is_found(self):
        self.write("core/jobs/a.c", HEAD + "void\na (void)\n{\n  g_thread_pool_push (b);\n}\n")
        self.expect_complaint("check-words.py", "not g_thread_pool_push")

    def test_words_in_comments_and_texts_pass(self):
        self.write("core/jobs/a.c", HEAD + '/* goto */ static const char *a = "goto \\" atoi";\n')
        self.expect_peace("check-words.py")

    def test_file_without_purpose_is_found(self):
        self.write("core/jobs/a.c", "int a;\n")
        self.expect_complaint("check-words.py", "begin with a comment")

    def test_file_without_licence_is_found(self):
        self.write("core/jobs/a.c", "/* A file made by a test. */\nint a;\n")
        self.expect_complaint("check-words.py", "SPDX-License-Identifier")

    def test_script_without_licence_is_found(self):
        self.write("app/a", "#!/bin/bash\n# A script made by a test.\ntrue\n")
        self.expect_complaint("check-words.py", "app/a:1: the first comment must have")


class Tree(CheckCase):
    def setUp(self):
        super().setUp()
        for folder in ("app", "core", "ui", "resources", "po", "tests", "flatpak"):
            (self.root / folder).mkdir()
        for name in ("meson.build", "README.md", "LICENSE"):
            self.write(name, "")

    def test_allowed_tree_passes(self):
        self.write(".ci/run", "")
        self.write("_build/junk", "")
        self.expect_peace("check-tree.py")

    def test_stranger_at_the_top_is_found(self):
        self.write("notes.txt", "")
        self.expect_complaint("check-tree.py", "notes.txt: does not belong")

    def test_missing_folder_is_found(self):
        (self.root / "po").rmdir()
        self.expect_complaint("check-tree.py", "po: is missing")

    def test_name_that_says_nothing_is_found(self):
        self.write("core/base/string-utils.c", HEAD)
        self.expect_complaint("check-tree.py", "core/base/string-utils.c")


class Layout(CheckCase):
    def run_check(self, name):
        done = super().run_check(name)
        if done.returncode == 77:
            self.skipTest(done.stdout.strip())
        return done

    def setUp(self):
        super().setUp()
        self.write(".clang-format", (HERE.parent.parent / ".clang-format").read_text())

    def test_other_layout_is_found(self):
        self.write("core/base/a.c", HEAD + "int a(int b){return b;}\n")
        self.expect_complaint("check-format.py", "a.c:3")

    def test_our_layout_passes(self):
        self.write("core/base/a.c", HEAD + "int\na (int b)\n{\n  return b;\n}\n")
        self.expect_peace("check-format.py")


class Shell(CheckCase):
    def test_broken_script_is_found(self):
        self.write("app/a", "#!/bin/bash\nif true\n").chmod(0o755)
        self.expect_complaint("check-shell.py", "app/a: bash")

    def test_script_that_cannot_be_run_is_found(self):
        self.write("app/a", "#!/bin/bash\ntrue\n")
        self.expect_complaint("check-shell.py", "app/a: is not executable")


class Translations(CheckCase):
    def setUp(self):
        super().setUp()
        self.write("po/LINGUAS", "de\n")
        self.write("po/POTFILES.in", "ui/a.c\n")
        self.write("ui/a.c", HEAD + 'const char *a = _("Open");\n')

    def run_check(self, name):
        done = super().run_check(name)
        if done.returncode == 77:
            self.skipTest(done.stdout.strip())
        return done

    def write_german(self, *pairs):
        head = ('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
                '"Language: de\\n"\n"Last-Translator: x\\n"\n"Language-Team: x\\n"\n'
                '"Project-Id-Version: x\\n"\n"PO-Revision-Date: 2026-01-01 00:00+0000\\n"\n'
                '"MIME-Version: 1.0\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
                '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n')
        entries = "".join(f'\nmsgid "{text}"\nmsgstr "{german}"\n' for text, german in pairs)
        self.write("po/de.po", head + entries)

    def test_complete_translation_passes(self):
        self.write_german(("Open", "Öffnen"))
        self.expect_peace("check-translations.py")

    def test_text_without_german_is_found(self):
        self.write_german(("Close", "Schließen"))
        self.expect_complaint("check-translations.py", 'msgid "Open"')

    def test_file_that_is_not_listed_is_found(self):
        self.write_german(("Open", "Öffnen"))
        self.write("ui/b.c", HEAD + 'const char *b = _("Open");\n')
        self.expect_complaint("check-translations.py", "'ui/b.c' has texts")

    def test_template_that_is_not_listed_is_found(self):
        self.write_german(("Open", "Öffnen"))
        self.write("ui/b.ui", '<property name="label" translatable="yes">Open</property>\n')
        self.expect_complaint("check-translations.py", "'ui/b.ui' has texts")


class Keys(CheckCase):
    def write_all(self, accelerators='{ "win.open", { "<Primary>o" } },', letters="GDK_KEY_j",
                  sheet=("&lt;Primary&gt;o", "j")):
        self.write("app/gui/application-actions.c",
                   "add_accelerators (void) {\n static const struct {\n } table[] = {\n"
                   + accelerators + "\n};\n")
        self.write("ui/window-actions.c", letters)
        self.write("ui/slide-view-keys.c", "")
        self.write("ui/draw-tool.c", "")
        self.write("ui/help-overlay.ui", "<interface>" + "".join(
            f'<property name="accelerator">{key}</property>' for key in sheet) + "</interface>")

    def test_complete_sheet_passes(self):
        self.write_all()
        self.expect_peace("check-keys.py")

    def test_accelerator_that_is_not_on_the_sheet_is_found(self):
        self.write_all(sheet=("j",))
        self.expect_complaint("check-keys.py", "'<Primary>o' of app/gui/application-actions.c")

    def test_letter_that_is_not_on_the_sheet_is_found(self):
        self.write_all(letters="GDK_KEY_j GDK_KEY_k")
        self.expect_complaint("check-keys.py", "'k' of ui/window-actions.c")

    def test_key_nobody_listens_to_is_found(self):
        self.write_all(sheet=("&lt;Primary&gt;o", "j", "F7"))
        self.expect_complaint("check-keys.py", "nobody listens to 'F7'")


class Libraries(unittest.TestCase):
    def setUp(self):
        spec = importlib.util.spec_from_file_location("libraries", HERE / "check-libraries.py")
        self.check = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.check)

    def test_toolkit_is_found(self):
        self.assertEqual(list(self.check.complaints("\tlibgtk-4.so.1 => /lib/libgtk-4.so.1\n")),
                         ["links libgtk-4.so.1"])

    def test_pictures_without_toolkit_pass(self):
        text = "\tlibgdk_pixbuf-2.0.so.0 => /lib/libgdk_pixbuf-2.0.so.0\n\tlibcairo.so.2\n"
        self.assertEqual(list(self.check.complaints(text)), [])


class Counting(CheckCase):
    def count(self, *records):
        log = self.write("testlog.json", "".join(json.dumps(r) + "\n" for r in records))
        return subprocess.run(
            [sys.executable, str(HERE.parent / "count-results.py"), str(log)],
            capture_output=True, text=True, check=False)

    def test_counts_subtests_and_tests(self):
        done = self.count({"result": "OK", "stdout": "1..2\nok 1 a\nok 2 b # SKIP not here\n"},
                          {"result": "OK", "stdout": "words\n"}, {"result": "SKIP"})
        self.assertEqual((done.returncode, done.stdout), (0, "2 passed, 0 failed, 2 skipped\n"))

    def test_failed_subtest_is_a_failure(self):
        done = self.count({"result": "FAIL", "stdout": "1..2\nok 1 a\nnot ok 2 b\n"})
        self.assertEqual((done.returncode, done.stdout), (1, "1 passed, 1 failed, 0 skipped\n"))

    def test_crash_is_a_failure(self):
        done = self.count({"result": "ERROR", "stdout": "1..2\nok 1 a\n"})
        self.assertEqual((done.returncode, done.stdout), (1, "1 passed, 1 failed, 0 skipped\n"))

    def test_nothing_run_is_a_failure(self):
        done = self.count()
        self.assertEqual((done.returncode, done.stdout), (1, "0 passed, 0 failed, 0 skipped\n"))

    def test_build_without_results_is_a_failure(self):
        done = subprocess.run(
            [sys.executable, str(HERE.parent / "count-results.py"), os.devnull + "-not-there"],
            capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.endswith("0 passed, 1 failed, 0 skipped\n"))


if __name__ == "__main__":
    tap.main()
