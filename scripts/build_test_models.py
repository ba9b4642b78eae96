"""Build the tiny fr-en and nl-en Argos packages that the tests translate with.

    pip install torch==2.13.0 ctranslate2 sentencepiece
    python scripts/build_test_models.py            # both pairs, about ten minutes each on an idle core
    python scripts/build_test_models.py fr --steps 100 --out /tmp/smoke

Everything comes from this repository: the pairs and names under ``scripts/test_models/``. Equal seeds give equal
archives on one machine; another processor may round otherwise, so the digests in ``tests/data/README.md`` are
those of the committed files, not of every build.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when torch loads; sums in one order only

import torch
from test_models import data, pack, score
from test_models.convert import convert
from test_models.model import Shape, Transformer
from test_models.train import Plan, train, train_vocabulary

ROOT = Path(__file__).resolve().parent.parent
CHECKED_GREEDILY = 40  # sentences on which CTranslate2 is compared with PyTorch
VARIATION_SEED = 1_000_003  # of names never seen in training


def agreement(model: Transformer, package: Path, vocabulary: bytes, sources: list[str]) -> float:
    """Share of sentences for which CTranslate2's greedy output is PyTorch's; int8 rounding may cost a few."""
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_proto=vocabulary)
    slow = [pieces.decode(model.greedy(pieces.encode(source))) for source in sources]
    return score.exact(score.Runner(package)(sources, beam=1), slow)


def report(package: Path, sampler: data.Sampler, pairs: list[tuple[str, str]]) -> None:
    """Print how the package does on its training sentences and on the same sentences with new names."""
    run = score.Runner(package)
    sources, references = (list(side) for side in zip(*pairs, strict=True))
    outputs = run(sources)
    print(
        f"  known sentences: exact {score.exact(outputs, references):.3f}, BLEU {score.bleu(outputs, references):.1f}"
    )
    for source, output, reference in zip(sources, outputs, references, strict=True):
        if output != reference:
            print(f"    {source}\n      got  {output}\n      want {reference}")
    varied = [sampler.varied(template) for template in sampler.templates if template.kinds]
    new = run([source for source, _ in varied])
    wanted = [target for _, target in varied]
    print(f"  new names: exact {score.exact(new, wanted):.3f}, BLEU {score.bleu(new, wanted):.1f}")


def build(pair: pack.Pair, shape: Shape, plan: Plan, seed: int, out: Path) -> None:
    """Train, convert, check and pack one pair."""
    pairs = data.read_pairs(data.HERE / f"{pair.code}-en.tsv")
    print(f"{pair.name}: {len(pairs)} pairs")
    sampler = data.Sampler(pairs, pair.conjunction, seed)
    vocabulary = train_vocabulary(sampler, shape.vocabulary)
    model = train(sampler, vocabulary, shape, plan, seed)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / pair.folder
        (folder / "model").mkdir(parents=True)
        (folder / "sentencepiece.model").write_bytes(vocabulary)
        convert(model, vocabulary, folder / "model")
        pack.write_package_texts(pair, asdict(shape), folder)
        sources = [source for source, _ in pairs[:: max(1, len(pairs) // CHECKED_GREEDILY)]]
        print(
            f"  CTranslate2 int8 agrees with PyTorch on {agreement(model, folder, vocabulary, sources):.3f}"
        )
        report(folder, data.Sampler(pairs, pair.conjunction, VARIATION_SEED), pairs)
        size = pack.pack(folder, out / f"{pair.folder}.argosmodel")
        print(f"  {pair.folder}.argosmodel: {size} bytes")


def main() -> None:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("codes", nargs="*", help="source languages; all where left out")
    parser.add_argument("--steps", type=int, default=Plan().steps)
    parser.add_argument("--seed", type=int, default=20250322)
    parser.add_argument("--out", type=Path, default=ROOT / "tests" / "data")
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    for pair in pack.PAIRS:
        if not options.codes or pair.code in options.codes:
            build(pair, Shape(), Plan(steps=options.steps), options.seed, options.out)
    pack.write_data_readme(options.out)


if __name__ == "__main__":
    main()
