# Fails on files, functions, nesting and parameter lists that grew beyond reading.
# It leans on the layout that check-format enforces: a function's braces stand in column 0,
# and two spaces are one level.
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys

from sources import files_of, run, strip_c

MAX_FILE, MAX_TEST_FILE = 600, 900
MAX_FUNCTION, MAX_NESTING, MAX_PARAMETERS = 70, 4, 6
CONTROL = re.compile(r"^( +)(?:} )?(?:if|else|for|while|do|switch)\b")
DEFINITION = re.compile(r"^(\w+) \((.*)\)$", re.DOTALL)
# The measure function of a widget: GTK says what it takes.
GTK_MEASURE = re.compile(r"GtkWidget \*\w+,\s*GtkOrientation \w+,\s*int \w+,\s*"
                         r"int \*\w+,\s*int \*\w+,\s*int \*\w+,\s*int \*\w+")


def count_parameters(text):
    depth, count = 0, 1
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        count += letter == "," and depth == 0
    return 0 if text.strip() in ("", "void") else count


def functions_of(lines):
    """(name, parameter text, first body line, last body line), counted from 0."""
    start = None
    for number, line in enumerate(lines):
        if line.rstrip() == "{":
            start = number
        elif line.rstrip() == "}" and start is not None:
            head = start
            while head > 0 and not re.match(r"\w+ \(", lines[head]):
                head -= 1
            match = DEFINITION.match("\n".join(lines[head:start]).strip())
            if match:
                yield match.group(1), match.group(2), start, number
            start = None


def complain_of_function(name, function, lines):
    title, parameters, first, last = function
    where = f"{name}:{first + 1}: {title}"
    if last - first + 1 > MAX_FUNCTION:
        yield f"{where}: {last - first + 1} lines, at most {MAX_FUNCTION}"
    if (count_parameters(parameters) > MAX_PARAMETERS
            and not GTK_MEASURE.fullmatch(parameters)):
        yield (f"{where}: {count_parameters(parameters)} parameters, at most "
               f"{MAX_PARAMETERS}: use a struct")
    for number in range(first, last):
        match = CONTROL.match(lines[number])
        if match and len(match.group(1)) // 2 > MAX_NESTING:
            yield f"{name}:{number + 1}: {title}: nested deeper than {MAX_NESTING}"


def complaints(root):
    for name, path in files_of(root, ".c", ".h", ".py"):
        text = path.read_text()
        limit = MAX_TEST_FILE if name.startswith("tests/") else MAX_FILE
        n_lines = text.count("\n")
        if n_lines > limit:
            yield f"{name}: {n_lines} lines, at most {limit}"
        if path.suffix == ".py":
            continue
        lines = strip_c(text).split("\n")
        for function in functions_of(lines):
            yield from complain_of_function(name, function, lines)


if __name__ == "__main__":
    sys.exit(run(complaints))
