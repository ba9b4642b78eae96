"""Sentences a second: normtext beside argostranslate.translate and bare CTranslate2, on one package.

    python benchmarks/translation_speed.py                        # the package of the tests, 1,000 sentences
    python benchmarks/translation_speed.py --package FILE.argosmodel --data pairs.tsv --bleu

Every contestant has a process of its own; they take turns, one at work at a time, and the best of the
rounds counts, as other work on the machine only ever adds. Beam 4, int8 and the same package for all.

    argostranslate   argostranslate.translate, a sentence a call
    bare             CTranslate2 on sentences that were tokenized and sorted by length before the clock
                     starts, in large batches; tokens out: the limit
    engine           normtext's Argos engine, sentences to sentences
    normtext         normtext.translate(list), names of the shipped gazetteer protected

"default": each with its own choice of threads on all processors; "one": one processor and one thread.
argostranslate's sentence splitter would download a model; it is replaced by one that takes each
sentence as it is, so argostranslate is shown at its fastest. At its default threads it is slow enough
to be timed on every fifth sentence only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tests" / "data" / "translate-fr_en-1_0.argosmodel"
CONTESTANTS = ("argostranslate", "bare", "engine", "normtext")
BEAM = 4
BARE_BATCHES = (512, 1024, 2048)
"""Tokens a batch; bare CTranslate2 takes turns at them, so that its best is found."""
SLOW_SHARE = 5

WHO = (
    "un homme, une femme, deux enfants, un groupe de personnes, un chien, trois hommes en chemise bleue, "
    "une petite fille, un garçon, le ministre, la directrice, un joueur de football, une vieille dame"
).split(", ")
WHAT = (
    "marche dans la rue, joue au football, regarde la mer, mange une pomme, est assis sur un banc, "
    "court sur la plage, porte un chapeau rouge, parle avec un ami, saute dans l'eau, joue de la guitare, "
    "lit un journal, prépare le repas, attend le bus, présente un projet"
).split(", ")
WHERE = (
    "devant un magasin, près d'un arbre, dans un parc, sous la pluie, pendant que d'autres regardent, "
    "avec une voiture derrière lui, sur une scène, au coucher du soleil, à côté d'un vélo, en plein hiver"
).split(", ")


def made_sentences(count: int, seed: int) -> list[str]:
    """Different French sentences of 5 to 60 words, most of them short, as in articles."""
    rng = random.Random(seed)
    sentences: dict[str, None] = {}
    while len(sentences) < count:
        clauses = []
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
            places = (rng.choice(WHERE) for _ in range(rng.choice((0, 1, 1, 2))))
            clauses.append(" ".join((rng.choice(WHO), rng.choice(WHAT), *places)))
        text = ", et ".join(clauses) + "."
        sentences[text[0].upper() + text[1:]] = None
    return list(sentences)


# What runs in the process of a contestant.

Run = Callable[[list[str]], list[str]]


def argostranslate(_folder: Path, code: str) -> Run:
    """Sentence by sentence, as its users call it; the splitter is the one stand-in."""
    from argostranslate import sbd, translate

    def as_it_is(_self: object, text: str) -> list[str]:
        return [text]

    sbd.MiniSBDSentencizer.split_sentences = as_it_is
    return lambda sentences: [translate.translate(sentence, code, "en") for sentence in sentences]


def bare(folder: Path, _code: str) -> Run:
    """CTranslate2 alone; ``run.tokens`` and ``run.outputs`` are prepared and read outside the clock."""
    import ctranslate2
    import sentencepiece

    package = next(file.parent for file in folder.glob("*/metadata.json"))
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(package / "sentencepiece.model"))
    translator = ctranslate2.Translator(
        str(package / "model"), compute_type="int8", inter_threads=processors(), intra_threads=1
    )
    prepared: dict[str, list[str]] = {}
    turn = iter(range(1_000_000))

    def run(sentences: list[str]) -> list[str]:
        if not prepared:
            prepared.update(zip(sentences, pieces.encode(sentences, out_type=str), strict=True))
            return []
        ordered = sorted(sentences, key=lambda sentence: len(prepared[sentence]))
        tokens = [prepared[sentence] for sentence in ordered]
        clock.start()
        results = translator.translate_batch(
            tokens,
            beam_size=BEAM,
            length_penalty=0.2,
            replace_unknowns=True,
            max_batch_size=BARE_BATCHES[next(turn) % len(BARE_BATCHES)],
            batch_type="tokens",
        )
        clock.stop()
        texts = dict(zip(ordered, pieces.decode_pieces([r.hypotheses[0] for r in results]), strict=True))
        return [texts[sentence] for sentence in sentences]

    return run


def engine(folder: Path, code: str) -> Run:
    """The engine that the translation stage talks to."""
    from normtext.engines.argos import ArgosEngine

    argos = ArgosEngine(folder)
    route = argos.route(code, "en")
    if route is None:
        raise SystemExit(f"no package {code} to en in {folder}")
    return lambda sentences: argos.translate(sentences, route)


def normtext(_folder: Path, code: str) -> Run:
    """The library as its users call it."""
    import normtext as library

    return lambda sentences: library.translate(sentences, code, engine="argos").text


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class Clock:
    """Wall and processor seconds; a contestant may narrow what is timed."""

    def start(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        self.seconds = self.cpu_seconds = 0.0

    def stop(self) -> None:
        if not self.seconds:
            self.seconds = time.perf_counter() - self.wall
            self.cpu_seconds = time.process_time() - self.cpu


clock = Clock()


def work(kind: str, folder: Path, code: str) -> None:
    """Serve the parent: a line with sentences in, a line with times and outputs out."""
    run = {"argostranslate": argostranslate, "bare": bare, "engine": engine, "normtext": normtext}[kind](
        folder, code
    )
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever the libraries print
    for line in sys.stdin:
        sentences: list[str] = json.loads(line)
        clock.start()
        outputs = run(sentences)
        clock.stop()
        print(json.dumps([clock.seconds, clock.cpu_seconds, outputs]), file=answers, flush=True)


# The parent.


@dataclass
class Contestant:
    """A process at work on demand, and what it has shown so far."""

    kind: str
    threads: str
    process: subprocess.Popen[str]
    share: int = 1
    rate: float = 0.0
    cpu: float = float("inf")
    outputs: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, kind: str, threads: str, folder: Path, code: str) -> Contestant:
        """Start the process."""
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "ORT_DISABLE_TELEMETRY": "1",
            "ARGOS_PACKAGES_DIR": str(folder),
            "NORMTEXT_MODELS_DIR": str(folder),
            "NORMTEXT_OFFLINE": "1",
        }
        if threads == "one":
            environment |= {"ARGOS_INTRA_THREADS": "1", "OMP_NUM_THREADS": "1"}
        command = [sys.executable, __file__, "--worker", kind, str(folder), code, threads]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True)
        slow = kind == "argostranslate" and threads == "default"
        return cls(kind, threads, process, SLOW_SHARE if slow else 1)

    def ask(self, sentences: list[str]) -> tuple[float, float, list[str]]:
        """Have some sentences translated."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the process has no pipes")
        print(json.dumps(sentences), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.kind} ended by itself")
        seconds, cpu, outputs = json.loads(answer)
        return seconds, cpu, outputs

    def warm_up(self, sentences: list[str]) -> None:
        """Load the model; bare CTranslate2 tokenizes here."""
        self.ask(sentences if self.kind == "bare" else sentences[:20])

    def compete(self, sentences: list[str]) -> None:
        """One round."""
        given = sentences[:: self.share]
        seconds, cpu, outputs = self.ask(given)
        self.rate = max(self.rate, len(given) / seconds)
        self.cpu = min(self.cpu, 1000 * cpu / len(given))
        self.outputs = outputs if self.share == 1 else []


def run_all(folder: Path, code: str, sentences: list[str], options: argparse.Namespace) -> list[Contestant]:
    """Let all compete, in turns."""
    contestants = [
        Contestant.begin(kind, threads, folder, code) for threads in options.threads for kind in CONTESTANTS
    ]
    try:
        for contestant in contestants:
            contestant.warm_up(sentences)
        for _ in range(options.rounds):
            for contestant in contestants:
                contestant.compete(sentences)
    finally:
        for contestant in contestants:
            contestant.process.kill()
            contestant.process.wait()
    return contestants


def show(contestants: list[Contestant], references: list[str] | None) -> None:
    """Print the table: rates, processor time, ratios, and BLEU where there are references."""
    print(
        f"{'threads':8} {'':15} {'sent./s':>8} {'CPU ms':>7} {'x argos':>8} {'x bare':>7} {'as bare':>8}"
        + (f" {'BLEU':>6} {'chrF':>6}" if references else "")
    )
    for contestant in contestants:
        same = {other.kind: other for other in contestants if other.threads == contestant.threads}
        argos, limit = same["argostranslate"], same["bare"]
        equal = "-"
        if contestant.outputs:
            pairs = zip(contestant.outputs, limit.outputs, strict=True)
            equal = f"{sum(a == b.strip() for a, b in pairs) / len(limit.outputs):.3f}"
        print(
            f"{contestant.threads:8} {contestant.kind:15} {contestant.rate:8.0f} {contestant.cpu:7.2f} "
            f"{contestant.rate / argos.rate:8.2f} {contestant.rate / limit.rate:7.2f} {equal:>8}"
            + (scored(contestant.outputs, references) if references else "")
        )


def scored(outputs: list[str], references: list[str]) -> str:
    """BLEU and chrF, cased, by sacrebleu's defaults."""
    if not outputs:
        return f" {'-':>6} {'-':>6}"
    import sacrebleu

    bleu: Any = sacrebleu.corpus_bleu(outputs, [references])
    chrf: Any = sacrebleu.corpus_chrf(outputs, [references])
    return f" {bleu.score:6.2f} {chrf.score:6.2f}"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Compare the speed of translation.")
    parser.add_argument("--package", type=Path, default=PACKAGE, help="an .argosmodel file into English")
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--data", type=Path, help="a TSV: sentence, and reference for --bleu")
    parser.add_argument("--bleu", action="store_true", help="needs --data and the extra bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--threads", nargs="+", choices=("default", "one"), default=["default", "one"])
    options = parser.parse_args()

    from normtext.engines.models import install_file

    references = None
    if options.data:
        rows = [line.split("\t") for line in options.data.read_text(encoding="utf-8").splitlines()]
        rows = [row for row in rows if row[0].strip()][: options.sentences]
        sentences = [row[0] for row in rows]
        references = [row[1] for row in rows] if options.bleu else None
    else:
        sentences = made_sentences(options.sentences, options.seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "packages"
        installed = install_file(options.package, folder)
        print(f"{installed.name}, {len(sentences)} sentences, {processors()} processors")
        show(run_all(folder, installed.source, sentences, options), references)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:2] == ["--worker"]:
        if sys.argv[5] == "one" and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        work(sys.argv[2], Path(sys.argv[3]), sys.argv[4])
    else:
        main()
