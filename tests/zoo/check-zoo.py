# The whole zoo by hand: every network in every opset, batch norms folded and not.
# Usage: check-zoo.py TESSERA-CLI [NAME...]
# SPDX-License-Identifier: GPL-3.0-or-later

import sys
import tempfile
import time

import zoo

LIMIT = 1e-4  # of the largest logit


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: check-zoo.py TESSERA-CLI [NAME...]")
    n_bad = n_done = 0
    for name in sys.argv[2:] or zoo.NETWORKS:
        with tempfile.TemporaryDirectory() as folder:
            begin = time.monotonic()
            case = zoo.Case(name, zoo.NETWORKS[name], folder)
            line = [f"{name:20} {zoo.NETWORKS[name]} px  torch float32 {case.torch_error:.1e}"]
            for opset in zoo.OPSETS:
                for is_folded in (True, False):
                    error, reason = case.verify(sys.argv[1], opset, is_folded, LIMIT)
                    n_done += 1
                    n_bad += bool(reason)
                    text = f"{error:.1e}" if error is not None else "none"
                    line.append(f"{opset}{'' if is_folded else '+bn'} {text} {reason}".rstrip())
            print("  ".join(line) + f"  ({time.monotonic() - begin:.0f} s)", flush=True)
    print(f"{n_done} files, {n_bad} bad")
    sys.exit(1 if n_bad else 0)


if __name__ == "__main__":
    main()
