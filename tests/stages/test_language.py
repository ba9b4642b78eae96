"""Languages of texts, blocks and documents; "cannot tell" is an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.stages.language import canonical_tag, detect, detect_document, stated

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
    assert (found.tag, found.best) == (tag, tag)
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
    document, tags = detect_document([title, *body], masks=[names, [], []])
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
