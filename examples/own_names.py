"""Repair the names of your own field, and nothing else."""

from normtext import Entry, Gazetteer, repair_names

OURS = Gazetteer(
    [
        Entry("Kestrel Foundry", kind="company", mangled=("Falcon Foundry",)),
        Entry("OrbitQL", kind="tool"),
        Entry("Phantom Space", kind="company", translations=(("en", ("Ghost Space",)),)),
    ]
)

PARAGRAPHS = [
    "Kesstrel Foundry presented the query language Orbit QL on Tuesday.",
    "OrbitQLThe company says it is for everyone. Phantom Space was the first customer.",
    "The engineers of Ghost Space had asked for it.",
]

repaired = repair_names(PARAGRAPHS, OURS)
for before, after in zip(PARAGRAPHS, repaired.text, strict=True):
    print(f"- {before}\n+ {after}")
for edit in repaired.edits:
    print(f"{edit.where}: {edit.reason}")
