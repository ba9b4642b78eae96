"""What users get for their own tests."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import Phase, find, settings

from normtext.testing import FakeEngine, articles_text


def test_the_fake_answers_from_its_table_and_remembers() -> None:
    fake = FakeEngine(table={"Hallo.": "Hello."}, fallback=str.upper)
    route = fake.route("nl", "en")
    assert route is not None
    assert fake.translate(["Hallo.", "dag", ""], route) == ["Hello.", "DAG", ""]
    assert fake.calls == [["Hallo.", "dag", ""]]


def test_the_fake_hands_back_what_it_does_not_know() -> None:
    fake = FakeEngine(pairs=[("nl", "en")])
    route = fake.route("nl-BE", "en")
    assert route is not None
    assert fake.translate(["dag"], route) == ["dag"]
    assert fake.route("fr", "en") is None


def test_wild_text_has_what_breaks_things() -> None:
    quick = settings(phases=[Phase.generate], max_examples=5000)
    for kind in ("Ã©", "&amp;", "\r\n", "\x00", "\ud800", "\N{ZERO WIDTH SPACE}"):
        assert kind in find(articles_text(), lambda text, kind=kind: kind in text, settings=quick)


def test_hypothesis_is_needed_only_for_the_strategy() -> None:
    script = "import sys, normtext.testing; sys.exit('hypothesis' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
