# What run-peers measures: a program that holds one network and waits to be told to run.
# SPDX-License-Identifier: GPL-3.0-or-later

import dataclasses
import math
import os
import pathlib
import signal
import statistics
import subprocess

QUIET_SHARE = 0.03


class EngineError(Exception):
    """An engine that could not do what it was asked; the text is what it said."""


@dataclasses.dataclass
class Run:
    n_tiles: int
    tiles_per_second: float
    cpu_seconds: float
    other_share: float = 0  # of the machine, that other programs used meanwhile


class Engine:
    """A process that answers as bench-network.c does, pinned to the given cores."""

    def __init__(self, name, command, cores):
        self.name = name
        self.runs = []
        self.bare_mb = 0
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, preexec_fn=lambda: os.sched_setaffinity(0, cores))
        words = self.expect("loaded", "ready")
        if words[0] == "loaded":
            self.bare_mb = self.peak_mb()
            words = self.expect("ready")
        self.shape = words[1]

    def expect(self, *kinds):
        words = self.process.stdout.readline().split()
        if not words or words[0] not in kinds:
            said = self.process.communicate()[1].strip()
            raise EngineError(said or f"{self.name} ended without a word")
        return words

    def ask(self, request, kind):
        """Between requests it stands still: pools of threads that look for work would take
        time from the others."""
        self.process.send_signal(signal.SIGCONT)
        try:
            self.process.stdin.write(request + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended, and expect() says why
        words = self.expect(kind)[1:]
        self.process.send_signal(signal.SIGSTOP)
        return words

    def run(self, seconds):
        n_tiles, rate, cpu_seconds = self.ask(f"run {seconds}", "ran")
        run = Run(int(n_tiles), float(rate), float(cpu_seconds))
        self.runs.append(run)
        return run

    def output(self):
        return [float(value) for value in self.ask("output", "output")]

    def cpu_seconds(self):
        """Of the threads it has now, since they began."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def peak_mb(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        return 0

    def n_quiet(self):
        return sum(run.other_share <= QUIET_SHARE for run in self.runs)

    def keep_quietest(self, n):
        self.runs = sorted(self.runs, key=lambda run: run.other_share)[:n]

    def median_rate(self):
        return statistics.median(run.tiles_per_second for run in self.runs)

    def median_cpu_ms(self):
        return statistics.median(run.cpu_seconds * 1e3 / run.n_tiles for run in self.runs)

    def close(self):
        """It ends when its input does."""
        self.process.send_signal(signal.SIGCONT)
        try:
            self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def machine_seconds():
    """What all processors together worked since the machine started; where that is shared
    with others, what they took as well."""
    with open("/proc/stat", encoding="ascii") as file:
        ticks = [int(field) for field in file.readline().split()[1:9]]
    idle, waiting = ticks[3:5]
    return (sum(ticks) - idle - waiting) / os.sysconf("SC_CLK_TCK")


def largest_difference(ours, theirs):
    """As a share of the largest of theirs."""
    if len(ours) != len(theirs):
        raise EngineError(f"{len(ours)} outputs of ours, {len(theirs)} of theirs")
    if not all(math.isfinite(value) for value in [*ours, *theirs]):
        raise EngineError("an output is not a finite number")
    scale = max(abs(value) for value in theirs)
    if scale == 0:
        raise EngineError("all outputs of theirs are 0")
    return max(abs(a - b) for a, b in zip(ours, theirs)) / scale
