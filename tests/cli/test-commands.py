# The commands as a whole: the list, the help of each, exit codes, a full disk.
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import program


class Commands(program.CliCase):
    def names(self):
        text = self.expect_success("--help")
        block = text.split("commands:\n")[1].split("\n\n")[0]
        return [line.split()[0] for line in block.splitlines()]

    def test_help_lists_the_commands(self):
        self.assertIn("info", self.names())

    def test_every_command_explains_itself(self):
        for name in self.names():
            with self.subTest(name):
                text = self.expect_success(name, "--help")
                self.assertIn(f"tessera-cli {name}", text)
                self.assertEqual(text, self.expect_success("help", name))

    def test_every_command_refuses_an_unknown_option(self):
        for name in self.names():
            with self.subTest(name):
                done = self.run_cli(name, "--no-such-option")
                self.assertEqual((done.returncode, done.out), (2, ""))

    def test_readme_names_every_command(self):
        readme = (program.SOURCE / "README.md").read_text()
        for name in self.names():
            self.assertIn(f"tessera-cli {name}", readme)

    def test_version(self):
        self.assertRegex(self.expect_success("--version"), r"^tessera-cli \d+\.\d+\.\d+")

    def test_no_command_is_a_usage_error(self):
        self.expect_usage_error("which command?")

    def test_unknown_command_is_a_usage_error(self):
        self.expect_usage_error("'fly' is not a command", "fly")
        self.expect_usage_error("'fly' is not a command", "help", "fly")

    def test_output_that_cannot_be_written_is_a_failure(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = self.start("--help", stdout=full)
            _, err = done.communicate()
        self.assertEqual(done.returncode, 1)
        self.assertTrue(re.match(r"tessera-cli: cannot write the output: ", err), err)


if __name__ == "__main__":
    program.main()
