"""Text in no language is no language; prose that looks like it here and there is."""

from __future__ import annotations

import pytest

from normtext import detect_language
from normtext.stages.language import detect_document

SURE = 0.5

NO_LANGUAGE = {
    "install": "npm install --save-dev typescript",
    "push": "git push origin main",
    "pip": "pip install -U foo",
    "prompt": "$ tail -f server.log",
    "host": "anna@laptop:~$ ls projects",
    "pipe": "ps aux | grep worker",
    "import": "from collections import defaultdict, deque",
    "def": "def total_price(self, items):",
    "loop": "for row in table.rows:",
    "script": "const total = items.length;",
    "java": "public static void main(String[] args) {",
    "sql": "SELECT name, age FROM users WHERE age > 30 ORDER BY name;",
    "lower sql": "select name from users order by name desc limit 20",
    "css": ".card { margin: 0 auto; display: flex }",
    "rule": "background-color: transparent;",
    "json": '{"name": "queue", "size": 12, "open": true}',
    "yaml": '"retries": "three",',
    "html": '<div class="article-body">',
    "log": "2026-03-01 12:04:07,113 ERROR [main] worker.queue: connection refused",
    "trace": "    at com.example.queue.Worker.run(Worker.java:118)",
    "exception": "Traceback (most recent call last):",
    "type error": "TypeError: queue.size is not a function",
    "path": "/usr/local/share/worker/templates/report.html",
    "windows path": "C:\\Users\\anna\\Documents\\report.docx",
    "menu": "Home | About | Contact",
    "crumbs": "Home › Products › Lamps",
    "emoji": "🎉🎉 😀",
    "numbers": "12 345,67 – 89 % (2026)",
    "code": "RTX-4090 SM-G991B",
    "hashtags": "#throwback #NoFilter @somebody",
    "lorem": "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
    "lorem, from the middle": "Excepteur sint occaecat cupidatat non proident sunt in culpa.",
    "mashing": "asdfgh jkl asdf",
    "base64": "TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQsIGNvbnNlY3RldHVy",
    "uuid": "3f2b8c1e-9d4a-4c57-8e21-0b7a6f5d4c3b",
    "licence key": "QX7RT-9KLMN-4TZ2P-WW8HJ-3BCDE",
    "roman numerals": "MCMXCIV, XVII, XLII",
}
PROSE = {
    "from": ("From here you can see the river; it is wide and slow.", "en"),
    "make": ("Make your own bread at home with flour and water.", "en"),
    "git": ("git is a tool that everybody here uses to keep their work safe", "en"),
    "error": ("Error: the file that you asked for could not be opened.", "en"),
    "figures": ("Revenue rose 4.5% to $14.9B in Q3/2025, the company said at 10:30; shares fell 2%.", "en"),
    "list item": ("- la sécurité des personnes et des biens dans les rues de la ville ;", "fr"),
    "footnote": ("[1] De gemeenteraad besloot (zie artikel 3) het plan een jaar uit te stellen.", "nl"),
    "names of code": ("In JavaScript bedeutet await, dass die Funktion auf das Ergebnis wartet.", "de"),
    "capitals": ("BREAKING: The mayor of the city resigns after the vote.", "en"),
    "guillemets": ("« Oui », « non » et « peut-être » sont les réponses que nous avons reçues.", "fr"),
    "path in prose": ("Copy the file to /etc/worker.conf and then start the service again.", "en"),
    "dashes": ("Ze kwamen – met z'n allen – naar het plein om naar de muziek te luisteren.", "nl"),
}


@pytest.mark.parametrize("text", NO_LANGUAGE.values(), ids=NO_LANGUAGE)
def test_no_language_is_claimed(text: str) -> None:
    found = detect_language(text)
    assert found.tag == "und" or found.confidence <= SURE


@pytest.mark.parametrize(("text", "tag"), PROSE.values(), ids=PROSE)
def test_prose_is_prose(text: str, tag: str) -> None:
    found = detect_language(text)
    assert found.tag == tag
    assert found.confidence > 0.9


def test_code_between_paragraphs_is_of_the_language_of_the_article() -> None:
    french = (
        "Il suffit d'ouvrir une fenêtre et de taper la commande qui suit, puis d'attendre la fin.",
        "npm install --save-dev typescript && npm run build -- --watch",
        "Quand tout est prêt, le site est à l'adresse qui s'affiche dans la fenêtre ouverte.",
        "Les pages changent alors toutes seules dès que vous enregistrez un fichier du dossier.",
        "C'est la manière la plus simple de voir ce que vous faites avant de le publier.",
    )
    document, tags = detect_document(french)
    assert document.tag == "fr"
    assert tags == ("fr",) * 5


@pytest.mark.parametrize("text", ["(" * 50_000, "a." * 50_000, "x = " * 20_000, "- " * 50_000])
def test_long_lines_of_signs_are_no_trouble(text: str) -> None:
    assert detect_language(text).confidence < SURE
