"""What a notebook shows of an article: its page in a frame of its own.

A frame, because a notebook and its outputs are one document: in a ``div`` the notebook's style would
reach the article's headings and tables, the article's ids would clash with those of the next output,
and the page's content security policy could not hold. The frame is sandboxed besides, so that no
script could run in it even if one got there, and it needs no file beside the notebook.
"""

from __future__ import annotations

from normtext.article import Article
from normtext.writers.html import HtmlPage, heading
from normtext.writers.marked import text

# The link to the source opens a tab of its own; nothing else is allowed.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"

# Height of the frame by the length of the article, as a frame without a script cannot know its own: what
# stands around the body, and rows of about 65 characters to a column of two.
AROUND = 26  # rem
ROW, CHARACTERS_A_ROW = 1.8, 65


def frame(article: Article) -> str:
    """Return an ``iframe`` that holds the article's page."""
    page = HtmlPage(framed=True)
    html = page.header() + page.item(article) + page.footer()
    rows = sum(1 + len(block.text) // CHARACTERS_A_ROW for block in article.blocks)
    height = f"min({AROUND + round(rows * ROW)}rem, 80vh)"
    return (
        f'<iframe sandbox="{SANDBOX}" title="{text(heading(article))}" referrerpolicy="no-referrer" '
        f'style="width: 100%; height: {height}; min-height: 20rem; border: 0; resize: vertical" '
        f'srcdoc="{text(html)}"></iframe>'
    )
