# Counts the tests in meson's logs: subtests where a test speaks TAP, else tests.
# Usage: count-results.py TESTLOG.json... Prints "N passed, N failed, N skipped" as its last
# line. Exit code 1 when anything failed or nothing ran; a log that is not there counts as
# one failure, for then the build did.
# SPDX-License-Identifier: GPL-3.0-or-later

import collections
import json
import re
import sys

TAP_PLAN = re.compile(r"^1\.\.(\d+)", re.MULTILINE)
TAP_LINE = re.compile(r"^(not )?ok\b(.*)$", re.MULTILINE)
TAP_DIRECTIVE = re.compile(r"#\s*(skip|todo)", re.IGNORECASE)
OF_RESULT = {"OK": "passed", "EXPECTEDFAIL": "passed", "SKIP": "skipped"}


def count_subtests(text):
    counts = collections.Counter()
    for is_not, rest in TAP_LINE.findall(text):
        directive = TAP_DIRECTIVE.search(rest)
        if directive and directive.group(1).lower() == "skip":
            counts["skipped"] += 1
        elif is_not and not directive:
            counts["failed"] += 1
        else:
            counts["passed"] += 1
    return counts


def count_record(record):
    of_test = OF_RESULT.get(record["result"], "failed")
    text = record.get("stdout") or ""
    if not TAP_PLAN.search(text) and not TAP_LINE.search(text):
        return collections.Counter({of_test: 1})
    counts = count_subtests(text)
    if of_test == "failed" and counts["failed"] == 0:
        counts["failed"] = 1  # it crashed, or stopped before its plan was done
    if not counts:
        counts[of_test] = 1
    return counts


def main(paths):
    counts = collections.Counter()
    for path in paths:
        try:
            with open(path, encoding="utf-8") as log:
                for line in log:
                    counts += count_record(json.loads(line))
        except OSError as error:
            print(f"no test results: {error}")
            counts["failed"] += 1
    print(f"{counts['passed']} passed, {counts['failed']} failed, "
          f"{counts['skipped']} skipped")
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
