#!/usr/bin/env python3
"""Fit the weights of ``normtext/stages/names/weights.py``.

  python scripts/fit_names.py FILE... [--cross-validate]

FILE has an article a line: {id, original, roundtrip, names}, as ``benchmarks/names.py`` takes. Every
alignment of the rule ``damaged_name`` is an example: right where it gives a name that the original
paragraph holds, and the damaged one does not hold as often. Each article is seen with its own names,
with 300 of others, and with the names of all, damaged and undamaged. Logistic regression with an L2
penalty on standardised evidence; cross-validation is by article. Needs numpy.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.name_scoring import count
from normtext.gazetteer import Gazetteer
from normtext.stages.names import alignment
from normtext.stages.names.context import ArticleContext
from normtext.stages.names.evidence import weigh
from normtext.stages.names.shapes import same_letters

USED = """
right_log absent_own absent_similar absent_case_again single single_right stem_single known_surface same_share
many_same rarest similar length missing_share edge_missing missing next_cap_missing contains lost near_away
near_initial near_multi_unforced pair_strength pair_multi_unforced_full order order_right order_clean loose_short
gap_words connector_right connector_only the folded_only case_only right_share_case case hyphens
caps_form camel joined first_low no_caps next_cap repeats near_multi_unknown slip_unknown
stem_multi_unforced pair_joined
""".split()
PENALTY = 100.0
OTHERS = 300
FOLDS = 8
TARGET = Path(__file__).resolve().parent.parent / "normtext/stages/names/weights.py"


def examples(row: dict, gazetteer: Gazetteer, damaged: bool) -> Iterator[tuple[dict[str, float], bool]]:
    texts = row["roundtrip"] if damaged else row["original"]
    article = ArticleContext(texts, ["en"] * len(texts), gazetteer)
    for number, text in enumerate(article.texts):
        found = itertools.chain(
            alignment.alignments(article, text), alignment.folded_alignments(article, text)
        )
        for one in found:
            form = one.pattern.key.form.text
            if same_letters(text.text[one.start : one.end], form):
                continue
            repaired = text.text[: one.start] + form + text.text[one.end :]
            original = row["original"][number]
            right = damaged and count(form, original) >= count(form, repaired) > count(form, text.text)
            yield weigh(article, text, one), right


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Newton's method; the last column of ``x`` is the constant, which is not penalised."""
    weights = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], PENALTY)
    penalty[-1] = 0.01
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + penalty * weights
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty), slope)
        weights -= step
        if abs(step).max() < 1e-5:
            break
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+")
    parser.add_argument("--cross-validate", action="store_true")
    args = parser.parse_args()
    rows = [json.loads(line) for file in args.files for line in Path(file).read_text().splitlines() if line]
    everyone = sorted({name for row in rows for name in row["names"]})
    all_names = Gazetteer.from_names(everyone)
    rng = random.Random(1)
    xs, ys, groups = [], [], []
    for row in rows:
        own = list(row["names"])
        for names in (
            Gazetteer.from_names(own),
            Gazetteer.from_names(own + rng.sample(everyone, OTHERS)),
            all_names,
        ):
            for damaged in (True, False):
                for evidence, right in examples(row, names, damaged):
                    xs.append([evidence.get(name, 0.0) for name in USED])
                    ys.append(float(right))
                    groups.append(row["id"])
    x, y = np.array(xs), np.array(ys)
    mean, spread = x.mean(0), x.std(0) + 1e-6
    z = np.c_[(x - mean) / spread, np.ones(len(x))]
    print(f"{len(y)} alignments, {int(y.sum())} of them right")
    if args.cross_validate:
        cross_validate(z, y, groups)
    standard = fit(z, y)
    weights = standard[:-1] / spread
    bias = standard[-1] - weights @ mean
    lines = [f'    "{name}": {weight:.4f},' for name, weight in zip(USED, weights, strict=True)]
    TARGET.write_text(
        '"""The weights of the evidence; made by ``scripts/fit_names.py``, not by hand."""\n\n'
        f"BIAS = {bias:.4f}\nWEIGHTS: dict[str, float] = {{\n" + "\n".join(lines) + "\n}\n"
    )


def cross_validate(z: np.ndarray, y: np.ndarray, groups: list[str]) -> None:
    ids = sorted(set(groups))
    random.Random(3).shuffle(ids)
    fold = np.array([{name: n % FOLDS for n, name in enumerate(ids)}[group] for group in groups])
    p = np.zeros(len(y))
    for n in range(FOLDS):
        p[fold == n] = 1 / (1 + np.exp(-z[fold == n] @ fit(z[fold != n], y[fold != n])))
    for low, high in itertools.pairwise((0, 0.05, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)):
        chosen = (p >= low) & (p < high)
        print(
            f"{low:.2f}-{high:.2f}: {int(chosen.sum()):6} alignments, {y[chosen].mean() if chosen.any() else 0:.2f} right"
        )


if __name__ == "__main__":
    main()
