"""Languages of texts, blocks and documents; "cannot tell" is an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import normtext
from normtext.config import Settings
from normtext.errors import UsageError
from normtext.stages.language import (
    canonical_tag,
    choice_of,
    detect,
    detect_document,
    detect_spans,
    register_detector,
    stated,
)

SENTENCES = {
    "ar": "افتتحت المكتبة العامة في المدينة قسما جديدا للأطفال أمس.",
    "bg": "Общинската библиотека откри вчера нов отдел за деца и родители.",
    "ca": "La biblioteca municipal va obrir ahir una secció nova per als nens del barri.",
    "cs": "Městská knihovna včera otevřela nové oddělení pro děti a jejich rodiče.",
    "da": "Byens bibliotek åbnede i går en ny afdeling for børn og deres forældre.",
    "de": "Die Stadtbücherei hat gestern eine neue Abteilung für Kinder eröffnet.",
    "el": "Η δημοτική βιβλιοθήκη άνοιξε χθες ένα νέο τμήμα για παιδιά.",
    "en": "The public library opened a new section for children and their parents yesterday.",
    "es": "La biblioteca municipal abrió ayer una sección nueva para los niños del barrio.",
    "fa": "کتابخانه عمومی شهر دیروز بخش تازه‌ای برای کودکان گشود.",
    "fi": "Kaupunginkirjasto avasi eilen uuden osaston lapsille ja heidän vanhemmilleen.",
    "fr": "La bibliothèque municipale a ouvert hier une nouvelle salle pour les enfants du quartier.",
    "he": "הספרייה העירונית פתחה אתמול מחלקה חדשה לילדים.",
    "hi": "नगर पुस्तकालय ने कल बच्चों के लिए एक नया विभाग खोला।",
    "hu": "A városi könyvtár tegnap új részleget nyitott a gyerekeknek és a szüleiknek.",
    "it": "La biblioteca comunale ha aperto ieri una nuova sala per i bambini del quartiere.",
    "ja": "市立図書館は昨日、子どものための新しい部屋を開きました。",
    "ko": "시립 도서관은 어제 어린이를 위한 새 열람실을 열었다.",
    "nl": "De openbare bibliotheek heeft gisteren een nieuwe afdeling voor kinderen geopend.",
    "pl": "Biblioteka miejska otworzyła wczoraj nowy dział dla dzieci i ich rodziców.",
    "pt": "A biblioteca municipal abriu ontem uma nova sala para as crianças do bairro.",
    "ro": "Biblioteca orașului a deschis ieri o secție nouă pentru copii și părinții lor.",
    "ru": "Городская библиотека открыла вчера новый отдел для детей и их родителей.",
    "sv": "Stadsbiblioteket öppnade i går en ny avdelning för barn och deras föräldrar.",
    "th": "ห้องสมุดประชาชนเปิดแผนกใหม่สำหรับเด็กเมื่อวานนี้",
    "tr": "Belediye kütüphanesi dün çocuklar için yeni bir bölüm açtı.",
    "uk": "Міська бібліотека відкрила вчора новий відділ для дітей та їхніх батьків.",
    "vi": "Thư viện thành phố hôm qua đã mở một phòng mới dành cho trẻ em.",
    "zh": "市图书馆昨天为孩子们开设了一个新的阅览室。",
}


@pytest.mark.parametrize("tag", sorted(SENTENCES))
def test_a_sentence_is_enough(tag: str) -> None:
    found = detect(SENTENCES[tag])
    assert (found.tag, found.best) == ({"zh": "zh-Hans"}.get(tag, tag), tag)
    assert found.name != "Unknown language"
    assert found.confidence > 0.5


@pytest.mark.parametrize("text", ["", "12345 67 %", "🎉🎉🎉", "→ • —", "x", "https://example.org/de/nieuws"])
def test_what_cannot_be_told_is_und(text: str) -> None:
    found = detect(text)
    assert found.tag == "und"
    assert found.confidence < 0.3


def test_a_title_made_of_names_takes_the_language_of_the_article() -> None:
    title = "Hugging Face, OpenAI, Andreessen Horowitz: OlympicCoder"
    names = [(0, 12), (14, 20), (22, 41), (43, 55)]
    body = [SENTENCES["nl"], "Het bestuur noemt dat een stap vooruit voor de hele stad en haar bewoners."]
    document, tags = detect_document([title, *body], names=lambda text: names if text == title else [])
    assert document.tag == "nl"
    assert tags == ("nl", "nl", "nl")


def test_a_document_of_two_languages_reports_both() -> None:
    french = SENTENCES["fr"] + " Les habitants du quartier attendaient cette salle depuis plusieurs années."
    english = SENTENCES["en"] + " The people of the neighbourhood had been waiting for it for several years."
    document, tags = detect_document([french, english])
    assert set(tags) == {"fr", "en"}
    assert {document.tag, *(other.tag for other in document.others)} == {"fr", "en"}
    assert 0.4 < document.others[0].share < 0.6


def test_a_short_block_does_not_leave_its_article() -> None:
    _, tags = detect_document([SENTENCES["de"], "Radio", SENTENCES["de"]])
    assert tags == ("de", "de", "de")


def test_given_tags_are_made_canonical() -> None:
    assert stated("pt-br").tag == "pt-BR"
    assert stated("iw").tag == "he"
    assert canonical_tag("not a tag") == "und"


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    found = detect(text)
    assert 0 <= found.confidence <= 1
    assert found == detect(text)


HALF_FRENCH = (
    "La bibliothèque municipale a ouvert hier une nouvelle salle pour les enfants du quartier. "
    "Les habitants attendaient cette salle depuis plusieurs années."
)
HALF_ENGLISH = (
    "The public library opened a new section for children and their parents yesterday. "
    "The people of the town had been waiting for it for several years."
)


@pytest.mark.parametrize("text", [f"{HALF_FRENCH} {HALF_ENGLISH}", f"{HALF_ENGLISH}\n\n{HALF_FRENCH}"])
def test_halves_of_one_text_are_reported_as_both(text: str) -> None:
    found = detect(text)
    assert {found.best, *(other.tag for other in found.others)} == {"fr", "en"}
    assert 0.4 <= found.others[0].share <= 0.6


def test_a_quote_in_another_language_is_a_span() -> None:
    quote = "„We will build the best library that this city has ever seen.“"
    text = f"Der Vorstand lobte den Plan. Er sagte: {quote} Danach gingen alle nach Hause."
    spans = detect_spans(text)
    assert [span.tag for span in spans] == ["de", "en", "de"]
    assert text[spans[1].start : spans[1].end].strip() == quote
    assert (spans[0].start, spans[-1].end) == (0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "Home | Products | About us | Contact",
        "Accueil\nProduits\nContact\nConnexion",
        "def main(args):\n    for x in range(10):\n        print(x)\n    return None",
        "SELECT name, id FROM users WHERE id = 10;",
        "for (int i = 0; i < n; i++) { sum += a[i]; }",
        '{"id": 5, "name": "foo"}',
        '<div class="menu"><a href="x">y</a></div>',
        "iPhone 15 Pro Max 256GB",
        "A1 B2 C3",
        "asdfgh jkl",
        "OK Cancel",
    ],
)
def test_menus_and_code_are_not_claimed(text: str) -> None:
    assert detect(text).confidence <= 0.4


def test_a_restriction_leaves_only_its_languages() -> None:
    assert detect("rumah besar", choice=choice_of(["id", "en"])).best == "id"
    assert detect(SENTENCES["nl"], choice=choice_of(["de", "en"])).best in ("de", "en")
    assert detect(SENTENCES["el"], choice=choice_of(["de", "en"])).tag == "und"


def test_a_prior_decides_where_the_text_does_not() -> None:
    assert detect("rumah besar", choice=choice_of(prior={"ms": 1000})).best == "ms"
    assert detect("rumah besar", choice=choice_of(prior={"id": 1000})).best == "id"


def test_relatives_that_cannot_be_told_apart_are_named_together() -> None:
    found = detect("Volja naroda je osnova državne vlasti")
    assert found.tag == "sh"
    assert found.best in ("hr", "bs")
    assert found.reason is not None
    assert found.runners_up[0].tag in ("hr", "bs")


def test_settings_with_a_prior_can_be_hashed_and_replaced() -> None:
    settings = Settings().replace(language={"prior": {"ms": 1000.0}, "languages": ["ms", "id"]})
    assert hash(settings) == hash(
        Settings().replace(language={"prior": {"ms": 1000.0}, "languages": ("ms", "id")})
    )
    assert settings.replace(language={"detector": "normtext"}) == settings
    assert normtext.normalize("rumah besar", settings=settings).language.best == "ms"


def test_telling_words_decide_between_relatives() -> None:
    assert detect("Tko je tijekom tjedna radio na sveučilištu?").best == "hr"
    assert detect("Ko je tokom sedmice radio na univerzitetu?").best == "bs"
    assert detect("Niko ne sme biti lišen imovine, jer svako ima pravo da je poseduje.").best == "sr-Latn"
    assert detect("Eg veit ikkje kva dei har gjort, men det er noko nytt.").best == "nn"
    assert detect("Jeg vet ikke hva de har gjort, men det er noe nytt.").best == "nb"
    assert detect("Dia tidak bisa datang karena harus bekerja di kantor pemerintah.").best == "id"
    assert detect("Dia tidak boleh datang kerana perlu bekerja di pejabat kerajaan.").best == "ms"


class Shouting:
    """A detector that takes capitals for German."""

    def detect(self, text: str) -> list[tuple[str, float]]:
        return [("de", 0.9)] if text.isupper() else []


def test_a_registered_detector_is_asked() -> None:
    register_detector("shouting", Shouting)
    assert detect("GUTEN TAG", detector="shouting").tag == "de"
    assert detect("Good day to all of you", detector="shouting").tag == "und"
    with pytest.raises(UsageError, match="shouting"):
        detect("Good day", detector="whispering")
    with pytest.raises(UsageError):
        register_detector("normtext", Shouting)


def test_settings_reach_the_detector() -> None:
    register_detector("shouting", Shouting)
    settings = Settings().replace(language={"detector": "shouting"})
    assert normtext.normalize("GUTEN TAG AN ALLE", settings=settings, translate=False).language.tag == "de"
    settings = Settings().replace(language={"languages": ("de", "nl")})
    article = normtext.normalize(SENTENCES["nl"], settings=settings, translate=False)
    assert article.language.tag == "nl"


@given(st.text())
def test_spans_cover_the_text(text: str) -> None:
    spans = detect_spans(text)
    assert "".join(text[span.start : span.end] for span in spans) == text


def test_a_long_line_takes_no_time() -> None:
    assert detect("a «b» " * 200_000).confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "merci beaucoup",
        "Google, Microsoft, Anthropic : Mistral lève 600 millions",
        "Cookie-Einstellungen",
        "12 rue de la Paix, 75002 Paris, France",
        "Вие включихте Media Viewer за всички файлове",
        "Non si dispone dei permessi necessari per modificare questa pagina JavaScript.",
    ],
)
def test_what_cld2_took_a_text_for_is_no_second_language(text: str) -> None:
    assert normtext.detect_language(text).others == ()


@pytest.mark.parametrize(
    ("first", "second", "tags"),
    [
        (
            "La ville a décidé de fermer le pont pour des travaux de plusieurs semaines.",
            "The bridge will be closed until the end of the summer, the mayor said on Monday.",
            {"fr", "en"},
        ),
        (
            "Die Stadt hat beschlossen, die alte Brücke für mehrere Monate zu sperren.",
            "The bridge will be closed until the end of the summer, the mayor said on Monday.",
            {"de", "en"},
        ),
    ],
)
def test_two_sentences_in_two_languages_are_half_and_half(first: str, second: str, tags: set[str]) -> None:
    for text in (f"{first} {second}", f"{second} {first}"):
        told = normtext.detect_language(text)
        assert {told.best, *(other.tag for other in told.others)} == tags
        assert told.others[0].share == pytest.approx(0.5, abs=0.1)


def test_a_headline_that_is_all_names_is_in_no_language() -> None:
    assert normtext.detect_language("Huang, Musk, Altman: Nvidia, Tesla, OpenAI").tag == "und"
