"""Text and gazetteer to mentions, repairs and suggestions.

context.py     what the article says: the names that stand in it rightly, its words
text_context.py  what one of its texts says: its tokens, the forms that stand in it
shapes.py      what words and names are made of: marks, digits, capitals inside
addresses.py   stretches that are addresses, paths or code, and no prose
finds.py       what a rule hands over: a damaged name with a confidence and a reason
known.py       rules: known wrong form, literal translation
folded.py      rule: spacing, hyphen and case
versions.py    where spaces and hyphens in a name with a version are a slip, and where a habit
joined.py      which differences of spaces alone are damage to a bare name
labels.py      which names in lower case are labels of packages, modules, settings
glued.py       rule: a name run together with the word after it
fronts.py      rule: a name run together with the word before it
genitives.py   rules: genitives that lost their apostrophe, ran into the next word, or are said twice
eaten.py       rule: a name whose first letters a word before it has eaten
spelling.py    rule: near forms of entries that have a kind
people.py      rule: a person's name of which one part is right, and the other nearly
bearers.py     first names, titles and words that introduce somebody
again.py       rule: a longer name that stands rightly elsewhere, with one word nearly right
calls.py       which places of a text call for which forms
units.py       the pieces of the text around such a place
alignment.py   forms laid over these pieces
evidence.py    what speaks for and against an alignment, and what it comes to
weights.py     the weights of the evidence, fitted
damaged.py     rule: a name damaged in its pieces
doubts.py      what makes a suggestion of it, however near it is
endings.py     such doubts about endings
localised.py   such doubts about names as another language has them
absent.py      such doubts about names that the article does not have otherwise
settled.py     where the article is damaged anyway, and doubts weigh less
torn.py        rule: a name torn apart by word order
torn_evidence.py  what speaks for that, and against
cut.py         rule: a name cut short
acronym.py     rule: a wrong acronym
abroad.py      names with an acronym or a word of another language in them
determiner.py  the article before a name that a translation took for a noun
initials.py    acronyms and the words of whose initials they are made
strange.py     words that a translation seems to have left behind, for a person to look at
wholes.py      the names of several parts that the article has rightly
grammar.py     small words, and what may stand where
stage.py       the rules in order, the decision, the fixed point
"""

from normtext.stages.names.stage import DEFAULT_THRESHOLD, FoundName, NamesResult, find_names, right_names

__all__ = ["DEFAULT_THRESHOLD", "FoundName", "NamesResult", "find_names", "right_names"]
