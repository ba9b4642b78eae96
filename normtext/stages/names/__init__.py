"""Text and gazetteer to mentions, repairs and suggestions.

context.py   what the article says: its tokens, the names that stand in it rightly, its words
finds.py     what a rule hands over: a damaged name with a confidence and a reason
known.py     rules: known wrong form, literal translation
folded.py    rule: spacing, hyphen and case
glued.py     rule: a name run together with the word after it
spelling.py  rule: near forms
torn.py      rule: a name torn apart by word order
cut.py       rule: a name cut short
acronym.py   rule: a wrong acronym
wholes.py    the names of several parts that the article has rightly
grammar.py   small words, and what may stand where
stage.py     the rules in order, the decision, the fixed point
"""

from normtext.stages.names.stage import DEFAULT_THRESHOLD, FoundName, NamesResult, find_names

__all__ = ["DEFAULT_THRESHOLD", "FoundName", "NamesResult", "find_names"]
