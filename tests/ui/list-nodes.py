# Prints what assistive technology gets of a program, node by node, as JSON: role, name,
# description, states, actions, and the way to it.
# Usage: list-nodes.py PID. A process of its own for each look: the library keeps what it
# once saw, also of programs that have ended.
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import sys

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

STATES = {
    "focusable": Atspi.StateType.FOCUSABLE,
    "focused": Atspi.StateType.FOCUSED,
    "showing": Atspi.StateType.SHOWING,
    "visible": Atspi.StateType.VISIBLE,
    "sensitive": Atspi.StateType.SENSITIVE,
}


def actions_of(node):
    action = node.get_action_iface()
    return [action.get_action_name(i) for i in range(action.get_n_actions())] if action else []


def look_at(node, way):
    """The node and all below that can be seen; what goes while we look is left out."""
    try:
        states = node.get_state_set()
        if not states.contains(Atspi.StateType.VISIBLE):
            return
        role = node.get_role_name()
        name = node.get_name() or ""
        here = way + [f"{role} '{name}'"]
        yield {
            "role": role, "name": name, "description": node.get_description() or "",
            "states": [word for word, state in STATES.items() if states.contains(state)],
            "actions": actions_of(node), "way": " > ".join(here[-4:]),
            "n_children": node.get_child_count(),
        }
        for i in range(node.get_child_count()):
            child = node.get_child_at_index(i)
            if child is not None:
                yield from look_at(child, here)
    except GLib.Error:
        return


def main(pid):
    desktop = Atspi.get_desktop(0)
    found = []
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is not None and application.get_process_id() == pid:
            for i in range(application.get_child_count()):
                window = application.get_child_at_index(i)
                if window is not None:
                    found.extend(look_at(window, []))
    print(json.dumps(found))


main(int(sys.argv[1]))
