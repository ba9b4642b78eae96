"""Structure: pieces to title, byline, dates, tags, blocks, boilerplate.

``stage`` has the order; ``header`` reads the top, with ``titles``, ``subtitles``, ``byline``,
``stretches``, ``desks``, ``glue``, ``people``, ``uncased`` and ``dates``, which ``settling`` decides;
``tags`` the tags; ``boilerplate`` single lines that are none of the article's, by ``line_rules``,
``orders``, ``calls`` and ``pictures``, each asked only where ``openers`` says that it may hold;
``sections`` what hangs on a heading; ``blocks`` the body, with ``interviews``. The words and phrases
stand in ``data/structure.toml``.
"""

from normtext.stages.structure.stage import Structured, structure

__all__ = ["Structured", "structure"]
