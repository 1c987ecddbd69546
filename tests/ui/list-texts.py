# Prints the names of all that a program shows, as a screen reader gets them, as JSON.
# Usage: list-texts.py PID. A process of its own for each look: the library keeps what it
# once saw, also of programs that have ended.
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import sys

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402


def descendants(node):
    stack = [node]
    while stack:
        at = stack.pop()
        yield at
        try:
            stack.extend(filter(None, (at.get_child_at_index(i)
                                       for i in range(at.get_child_count()))))
        except GLib.Error:
            continue  # gone while we looked


def shown_names(application):
    for node in descendants(application):
        try:
            if node.get_state_set().contains(Atspi.StateType.VISIBLE):
                yield node.get_name() or ""
        except GLib.Error:
            continue


def main(pid):
    desktop = Atspi.get_desktop(0)
    found = []
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is not None and application.get_process_id() == pid:
            found.extend(shown_names(application))
    print(json.dumps(found))


main(int(sys.argv[1]))
