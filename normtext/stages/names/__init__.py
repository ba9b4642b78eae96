"""Text and gazetteer to mentions, repairs and suggestions.

context.py   what the article says: its tokens, the names that stand in it rightly, its words
finds.py     what a rule hands over: a damaged name with a confidence and a reason
known.py     rules: known wrong form, literal translation
folded.py    rule: spacing, hyphen and case
glued.py     rule: a name run together with the word after it
spelling.py  rule: near forms
stage.py     the rules in order, the decision, the fixed point
"""

from normtext.stages.names.stage import DEFAULT_THRESHOLD, FoundName, NamesResult, find_names

__all__ = ["DEFAULT_THRESHOLD", "FoundName", "NamesResult", "find_names"]
