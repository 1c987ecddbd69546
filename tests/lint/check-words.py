# Fails on functions we do without, each with what takes its place, and on source files
# without purpose and licence at their head.
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys

from sources import files_of, run, scripts_of, strip_c

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
BANNED = {
    "strcpy": "g_strdup or g_strlcpy", "strncpy": "g_strlcpy",
    "strcat": "g_strconcat or GString", "strncat": "g_strlcat",
    "sprintf": "g_strdup_printf or g_snprintf",
    "vsprintf": "g_strdup_vprintf",
    "atoi": "ts_parse_int", "atol": "ts_parse_int", "atoll": "ts_parse_int",
    "atof": "ts_parse_double", "strtod": "ts_parse_double",
    "strtof": "ts_parse_double", "g_strtod": "ts_parse_double",
    "sscanf": "ts_parse_int or ts_parse_double",
    "strtok": "g_strsplit", "gets": "fgets",
    "rand": "ts_random_next", "srand": "ts_random_init",
    "g_random_int": "ts_random_next", "g_random_double": "ts_random_uniform",
    "system": "g_spawn_sync", "tmpnam": "g_file_open_tmp",
    "mktemp": "g_file_open_tmp", "alloca": "g_new",
    "goto": "a function, or g_autoptr",
}
BANNED_IN_CORE = {
    "GMutex": "TsLock", "g_mutex_lock": "ts_lock_acquire", "GRecMutex": "TsLock",
    "GRWLock": "TsLock", "GCond": "TsCond", "g_cond_wait": "ts_cond_wait",
    "GTask": "a synchronous function", "GThreadPool": "a thread of its own",
    "GAsyncQueue": "TsMailbox", "mtx_t": "TsLock",
    "g_print": "GError, or a callback", "printf": "GError, or a callback",
}
IN_CORE_FAMILIES = {"g_thread_pool_": "a thread of its own",
                    "g_task_": "a synchronous function",
                    "g_async_queue_": "TsMailbox"}
WORD = re.compile(r"\b[A-Za-z_]\w*\b")


def replacement_for(word, is_core):
    if word in BANNED:
        return BANNED[word]
    if is_core and word in BANNED_IN_CORE:
        return BANNED_IN_CORE[word]
    for family, replacement in IN_CORE_FAMILIES.items():
        if is_core and word.startswith(family):
            return replacement
    return None


def complain_of_words(name, text):
    is_core = name.startswith("core/")
    for number, line in enumerate(strip_c(text).split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        for word in WORD.findall(line):
            replacement = replacement_for(word, is_core)
            if replacement:
                yield f"{name}:{number}: not {word}; use {replacement}"


def complain_of_head(name, text):
    is_c = name.endswith((".c", ".h"))
    head = text.split("*/")[0] if is_c else "\n".join(
        line for line in text.split("\n")[:12] if line.startswith("#"))
    first = re.match(r"/\* ?\w.{8,}" if is_c else r"(#!.*\n)?# \w.{8,}", text)
    if not first:
        yield f"{name}:1: begin with a comment that says what the file is for"
    if LICENCE not in head:
        yield f"{name}:1: the first comment must have '{LICENCE}'"


def complaints(root):
    for name, path in files_of(root, ".c", ".h"):
        text = path.read_text()
        yield from complain_of_words(name, text)
        yield from complain_of_head(name, text)
    for name, path in files_of(root, ".py"):
        yield from complain_of_head(name, path.read_text())
    for name, path in scripts_of(root):
        yield from complain_of_head(name, path.read_text())


if __name__ == "__main__":
    sys.exit(run(complaints))
