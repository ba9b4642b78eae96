"""Capitalised words that are no names, or no part of one: titles, days, months, peoples, units.

All in lower case and in the seven languages whose function words ``function_words`` knows. The lists
are short on purpose: what a collection writes in lower case as well is told without them.
"""

from __future__ import annotations

from functools import cache

from normtext import shipped
from normtext.function_words import FUNCTION_WORDS

TITLES = frozenset(
    """
    administrator mr mrs ms miss mx dr prof professor sir dame rev reverend hon capt captain sgt sergeant lt
    lieutenant col colonel gen cmdr adm admiral sen senator rep representative gov governor president
    presidents vice-president chairman chairwoman chairperson chair ceo cto cfo coo cio ciso svp evp vp
    co-founder cofounder founder director minister ministers secretary ambassador mayor judge attorney
    detective officer commissioner inspector chancellor premier congressman congresswoman councillor
    spokesman spokeswoman spokesperson editor coach deputy executive analyst dhr mevr mevrouw meneer ir drs
    burgemeester voorzitter directeur hoogleraar koning koningin m mme mlle mm me monsieur madame
    mademoiselle maître ministre président présidente docteur professeur herr frau präsident präsidentin
    kanzler kanzlerin ministerin professorin señor señora don doña presidente presidenta ministro ministra
    alcalde senador doctor doctora senhor senhora doutor doutora prefeito governador governadora signor
    signora dott dottor dottoressa ing avv onorevole sindaco
    """.split()
)
"""Not part of a name; they also part two names ("Google CEO Sundar Pichai")."""

RANKS = frozenset(
    "general king queen prince princess lord lady major justice chief saint father pope emperor duke"
    " former late vice prime first".split()
)
"""Titles that are just as often part of a name ("General Motors"); off where the rest stands alone."""

PEOPLES = frozenset(
    """
    american americans european europeans british english scottish welsh irish french german germans dutch
    belgian belgians flemish spanish portuguese italian italians swiss austrian austrians danish swedish
    norwegian finnish icelandic polish czech slovak hungarian romanian bulgarian greek turkish russian
    russians ukrainian ukrainians chinese japanese korean koreans vietnamese thai indian indians pakistani
    bangladeshi indonesian malaysian filipino australian australians canadian canadians mexican mexicans
    brazilian brazilians argentine argentinian chilean colombian venezuelan cuban cubans african africans
    nigerian kenyan ethiopian egyptian moroccan algerian tunisian israeli israelis palestinian palestinians
    arab arabs arabic iranian iranians iraqi iraqis syrian syrians saudi lebanese afghan afghans asian
    asians latin latino latinos latina hispanic hispanics western eastern northern southern muslim muslims
    islamic christian christians catholic catholics jewish jew jews hindu hindus buddhist protestant sunni
    shia republican republicans democrat democrats democratic conservative conservatives labour liberal
    liberals californian texan basotho argentines parisian londoner scots roman victorian georgian albanian
    serbian croatian bosnian slovenian estonian latvian lithuanian libyan sudanese somali ghanaian ugandan
    rwandan zimbabwean jamaican haitian peruvian bolivian ecuadorian cambodian singaporean taiwanese tibetan
    mongolian nepalese nederlandse nederlands amerikaanse europese britse duitse franse belgische engels
    engelse français française américain américaine européen européenne européens
    """.split()
)

DIRECTIONS = frozenset("south north east west central".split())
PEOPLE_SUFFIXES = ("n", "an", "ian", "ese", "nese", "i", "is", "ns", "ans", "ians", "ish", "ite", "ites")
"""What makes a people's name of a country's: Namibian, Taiwanese, Iraqi."""

DAYS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays
    saturdays sundays mon tue tues wed thu thur thurs fri sat sun
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    lundi mardi mercredi jeudi vendredi samedi dimanche
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    lunes martes miércoles jueves viernes sábado domingo segunda-feira terça-feira
    lunedì martedì mercoledì giovedì venerdì sabato domenica
    """.split()
)

GENERIC = frozenset(
    """
    statehouse mla ai ml ceo cto cfo coo cio ciso vp svp evp hr pr pm am it id os ok tv cd dvd pc pcs cpu
    gpu tpu npu ram rom ssd usb hdmi legislature avenue street honourable honorable dba db led lcd oled hd
    uhd api sdk url http https html css xml json sql pdf faq gdp gps sms app apps dna rna mrna hiv aids
    covid covid-19 flu icu er mri adhd ptsd phd mba ba bsc msc md jd llc ltd inc plc gmbh corp co sa nv bv
    ag spa llp ngo ngos ipo roi kpi b2b b2c saas paas iaas seo ui ux qa q a r&d m&a esg est edt pst pdt cet
    cest gmt utc et pt ad bc bce km kg mb gb tb kb hz khz mhz ghz kw kwh mw mwh gw gwh fps dpi rpm mph kph
    mpg llm llms nlp vlm agi gui mlp cnn rnn gnn rl sft moe cot ar vr xr iot dei lgbt lgbtq lgbtq+ bipoc diy
    suv suvs ev evs atm vip internet web wifi wi-fi bluetooth ethernet email e-mail mail ice ph dj mc tba
    tbd eg ie vs ps rsvp asap earth god bible christmas easter ramadan covid-related state states congress
    senate house parliament i i'm i'd i'll i've mom dad mum grandma grandpa
    """.split()
)
"""Capitalised, and still the name of nobody and nothing in particular."""

LABELS = frozenset(
    """
    chapter figure fig table section page part step day week month year phase stage level round game lesson
    episode season volume vol issue no number question answer appendix equation eq theorem lemma algorithm
    article room unit grade type class category tier group team line item note example task option act
    hoofdstuk figuur tabel pagina deel stap chapitre tableau partie étape kapitel abbildung tabelle seite
    teil capítulo tabla cuadro parte página tabela capitolo tabella top under photo image credit
    """.split()
)
"""What stands before a number without being a name."""

HEADS = frozenset(
    """
    bank university department ministry institute institutes college school academy house court office
    bureau council commission committee association society union league federation foundation fund center
    centre museum gallery library church cathedral board agency authority administration city state states
    republic kingdom commonwealth isle isles gulf bay cape sea lake mount strait universities lords knights
    royal national international faculty hall university's coalition alliance campaign church's conference
    congress parliament assembly district county province port tower game games lord song hospital
    laboratory banque université ministère institut musée café hôtel château conseil comité cour école
    assemblée banco universidad ministerio instituto museo universidade ministério palacio palazzo
    università banca ministero istituto universiteit ministerie hogeschool instituut raad stichting
    """.split()
)
"""Words that a name with "of" or "de" in it begins with: "Bank of England", "Café de Flore"."""


@cache
def months() -> frozenset[str]:
    """The months' names in all languages of the shipped table."""
    forms = (
        form for names in shipped.tables()["months"].values() for month in names for form in month.split("|")
    )
    return frozenset(form for form in forms if len(form) > 2)


@cache
def function_words(language: str) -> frozenset[str]:
    """The commonest small words of a language and of English: "Des" begins no name but in English.

    Of a language without a list, those of all.
    """
    known = [FUNCTION_WORDS[language]] if language in FUNCTION_WORDS else list(FUNCTION_WORDS.values())
    return frozenset().union(*known, FUNCTION_WORDS["en"], _MORE.split())


_MORE = """
a an i if so or who what when where why how here there now then than these those such some any all many
most much several few other another each every both either neither one two three four five six seven
eight nine ten my me us him your yours mine since while after before during although though because
however yet still once until unless despite without within across according among between against into
over under up down out off today yesterday tomorrow please thanks thank hello hi yes ok okay well oh let
lets let's dear do does did can could should would may might must am being having also just only even
again too very more less
"""


def is_no_name(word: str) -> bool:
    """Tell whether a lone word, in lower case, is one of those that are never a name."""
    return (
        word in TITLES
        or word in RANKS
        or word in PEOPLES
        or word in GENERIC
        or word in LABELS
        or word in DIRECTIONS
        or is_date_word(word)
        or word in function_words("en")
    )


def is_date_word(word: str) -> bool:
    """Tell whether a word, in lower case, is a day of the week or a month."""
    return word in DAYS or word in months()
