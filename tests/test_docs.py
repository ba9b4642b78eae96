"""README and docs are executed: every console example says what it gives."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
import regex

import normtext
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NUMBERS = "no one two three four five six seven eight nine ten".split()
_CONSOLE = regex.compile(r"^```pycon\n(.*?)^```$", regex.DOTALL | regex.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_console_examples_give_what_they_say(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = "\n".join(match[1] for match in _CONSOLE.finditer(text))
    test = doctest.DocTestParser().get_doctest(blocks, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    report: list[str] = []
    runner.run(test, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


def test_the_mangled_paragraph_of_the_readme_comes_out_as_it_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    before, after = regex.findall(r"^> (.+)$", readme, regex.MULTILINE)
    article = normtext.normalize(before)
    assert article.english == after
    assert f"with {NUMBERS[len(article.edits)]} changes on record" in readme
