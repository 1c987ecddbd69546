# A store with a study that three made-up readers have read beside two made-up models, and its
# figures worked out by the plainest code there is.
# SPDX-License-Identifier: GPL-3.0-or-later

import itertools
import json
import math
import sqlite3
import struct
import subprocess

LABELS = ["normal", "LUAD", "LUSC"]
N_SLIDES = 24
READERS = ["Ada", "Ben", "Cleo"]
MODELS = ["sha256:" + letter * 64 for letter in "ab"]
TRUTH = [i % 3 for i in range(N_SLIDES)]
# Some slides are read wrongly, other ones by each.
BLIND = {"Ada": [(t + (i % 5 == 1)) % 3 for i, t in enumerate(TRUTH)],
         "Ben": [(t + (i % 7 == 2)) % 3 for i, t in enumerate(TRUTH)],
         "Cleo": [(t + 2 * (i % 4 == 3)) % 3 for i, t in enumerate(TRUTH)]}
REVEALED = {name: [TRUTH[i] if i % 2 else label for i, label in enumerate(labels)]
            for name, labels in BLIND.items()}
REVEALED["Ada"][0] = 1  # right before, wrong after


def score(model, slide):
    """The mean of the tiles for each class, exact in float32."""
    shift = (slide * 7 + model * 5) % 12 / 32
    values = [0.125, 0.125, 0.125]
    values[TRUTH[slide]] = 0.625 - shift
    values[(TRUTH[slide] + 1 + slide % 2) % 3] += shift
    values[(TRUTH[slide] + 2 - slide % 2) % 3] += 0.125
    return values


def call(model, slide):
    values = score(model, slide)
    return values.index(max(values))


def tiles(model, slide):
    """Three tiles whose mean is the score."""
    values = score(model, slide)
    move = 0.0625
    return [[values[0] - move, values[1] + move, values[2]], values,
            [values[0] + move, values[1] - move, values[2]]]


def patient(slide):
    return slide // 2


def run(sql, database, *values):
    return database.execute(sql, values).lastrowid


def put_slides_and_models(path):
    database = sqlite3.connect(path)
    for i in range(N_SLIDES):
        run("INSERT INTO slide VALUES (?, ?, 'generic', 4096, 4096, 1, 0.5, 0.5, 'vendor', 20,"
            " 0, 0, 4096, 4096, 16777215, 1)", database, i + 1, f"slide1:{i:064x}")
    for m, identity in enumerate(MODELS):
        run("INSERT INTO model VALUES (?, ?, ?, 'inception-v3', NULL, NULL, NULL, 512, 0.5,"
            " 'softmax', 'classes', NULL, 1, 1, 1)", database, m + 1, identity, f"net {m + 1}")
        for k, label in enumerate(LABELS):
            run("INSERT INTO model_class VALUES (?, ?, ?)", database, m + 1, k, label)
    database.commit()
    database.close()


def put_predictions(path, models=(0, 1), slides=range(N_SLIDES)):
    database = sqlite3.connect(path)
    for m, i in itertools.product(models, slides):
        key = run("INSERT INTO run VALUES (NULL, ?, ?, 'grid', 512, 0.5, 0.5, 0.5, 'vendor', 0, 0,"
                  " 4096, 4096, 512, 512, 8, 8, 'tests', 1)", database, i + 1, m + 1)
        for col, probs in enumerate(tiles(m, i)):
            run("INSERT INTO prediction VALUES (?, 0, ?, 0, ?, 2)", database, key, col,
                struct.pack("<3f", *probs))
        run("INSERT INTO prediction VALUES (?, 1, 0, 1, NULL, 2)", database, key)
    database.commit()
    database.close()


def make_truth(slide):
    return {"slide": f"S{slide + 1:02}", "question": "class", "label": LABELS[TRUTH[slide]],
            "source": "resection", "date": "2026-01-31", "author": "Dr. T"}


def write_study(path, **changes):
    slides = [{"identity": f"slide1:{i:064x}", "pseudonym": f"S{i + 1:02}",
               "patient": f"P{patient(i)}"} for i in range(N_SLIDES)]
    study = {"name": "lung", "order": "given", "models": [{"identity": m} for m in MODELS],
             "slides": slides, "questions": [{"name": "class", "answers": LABELS}],
             "truth": [make_truth(i) for i in range(N_SLIDES)], **changes}
    path.write_text(json.dumps(study))


def read(program, store, reader, slides=range(N_SLIDES)):
    for i in slides:
        done = subprocess.run([program, str(store), reader, LABELS[BLIND[reader][i]],
                               LABELS[REVEALED[reader][i]]], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


# ---- The plainest code there is ----

Z = 1.959963984540054


def wilson(k, n):
    centre = (k + Z * Z / 2) / (n + Z * Z)
    half = Z / (n + Z * Z) * math.sqrt(k * (n - k) / n + Z * Z / 4)
    return k / n, centre - half, centre + half


def kappa(a, b, power):
    """power 0: plain; 1: linear; 2: quadratic."""
    def weight(i, j):
        return float(i == j) if power == 0 else 1 - (abs(i - j) / (len(LABELS) - 1)) ** power
    n = len(a)
    observed = sum(weight(i, j) for i, j in zip(a, b)) / n
    expected = sum(a.count(i) * b.count(j) * weight(i, j)
                   for i in range(3) for j in range(3)) / n ** 2
    return (observed - expected) / (1 - expected)


def ac1(a, b):
    n = len(a)
    observed = sum(i == j for i, j in zip(a, b)) / n
    shares = [(a.count(k) + b.count(k)) / (2 * n) for k in range(3)]
    expected = sum(p * (1 - p) for p in shares) / 2
    return (observed - expected) / (1 - expected)


def fleiss(columns):
    n, m = len(columns[0]), len(columns)
    counts = [[row.count(k) for k in range(3)] for row in zip(*columns)]
    observed = sum(sum(c * (c - 1) for c in row) / (m * (m - 1)) for row in counts) / n
    expected = sum((sum(row[k] for row in counts) / (n * m)) ** 2 for k in range(3))
    return (observed - expected) / (1 - expected)


def alpha(columns):
    """From all pairs of ratings: within cases against among all."""
    cases = list(zip(*columns))
    values = [value for case in cases for value in case]
    within = sum(sum(a != b for a, b in itertools.permutations(case, 2)) / (len(case) - 1)
                 for case in cases) / len(values)
    among = sum(a != b for a, b in itertools.permutations(values, 2))
    return 1 - within / (among / (len(values) * (len(values) - 1)))


def mcnemar_exact(b, c):
    tail = sum(math.comb(b + c, i) for i in range(min(b, c) + 1)) / 2 ** (b + c)
    return min(1, 2 * tail)


def placements(model, label):
    positive = [score(model, i)[label] for i in range(N_SLIDES) if TRUTH[i] == label]
    negative = [score(model, i)[label] for i in range(N_SLIDES) if TRUTH[i] != label]

    def win(x, y):
        return 1.0 if x > y else 0.5 if x == y else 0.0
    return ([sum(win(x, y) for y in negative) / len(negative) for x in positive],
            [sum(win(x, y) for x in positive) / len(positive) for y in negative])


def covariance(a, b):
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    return sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b)) / (len(a) - 1)


def auc(model, label):
    v10, _ = placements(model, label)
    return sum(v10) / len(v10)


def delong_covariance(m1, m2, label):
    a10, a01 = placements(m1, label)
    b10, b01 = placements(m2, label)
    return covariance(a10, b10) / len(a10) + covariance(a01, b01) / len(a01)
