"""Articles made of sentence frames and invented names, for many names in many places of a sentence.

The frames are news sentences of our own in Portuguese. A person is a first name and a rare surname, of
different languages as they come; ``{P0}`` is the full name, ``{S0}`` the surname. The same seed gives the
same articles.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

SEED = 20261122
ARTICLES = 16
PARAGRAPHS = (5, 8)
SENTENCES = (2, 4)

FIRST = (
    "Anneke Bojan Chidinma Davit Eluned Fiachra Ginevra Halvard Ilse Jadwiga Koldo Ljudmila Matteus Nerea "
    "Oyelaran Piroska Rasmus Sanna Thuy Ursina Vigdís Wanjiru Xabier Yevhen Zurab Aitana Branislav Cosmina"
).split()
SURNAMES = (
    "Abramavičius Brzęczyszkiewicz Chkheidze Dvořáčková Etxeberria Fjeldstad Gheorghescu Hrabovský Iturralde "
    "Jaakkola Kwiatkowska Lukashuk Mbeki-Strand Nwosu Oyinlola Przybylski Quisling-Moe Rantanen "
    "Sigurjónsdóttir Tkachenko Ubah Vandevelde Wojciechowski Xhaferaj Yıldırımhan Zubizarreta Aasgaard "
    "Buitendijk Cvijetić Dziedzic Eskildsen Farkašová Gurruchaga Haugland Ioannidou Jorgaqi Kereselidze "
    "Lehtimäki Mkrtchyan Nkemelu Oudekerk Pelekane Rzepka Schuiling Thorkelsson Uchenna Vlahović "
    "Wickramage Ypma Zsigmondy Prelokar Stubblefield Ketterman Drummondvale O'Shaughnessy-Brandt "
    "D'Ambrosini McAllenby Vossberg"
).split()
PLACES = (
    "Kragerø Oploo Zarautz Telšiai Ngaoundéré Hvolsvöllur Szczebrzeszyn Gjirokastër Rustavi Ysbyty Owo "
    "Haapsalu Makhachkala Ballyshannon Nizwa Chipata Oğuzeli Dongzhou Pakruojis Västervik"
).split()
COMPANIES = (
    "Brightkelp; Norvane Systems; TidePool AI; Ostrava Motorworks; Hextable; VoltaGrid; Kestrel & Daughters; "
    "GreenHarrow; Lumenary; Osprey Foods; BlueQuill; Tarn Robotics; Mosswood Partners; SkyTether; "
    "OpenGranary; Pale Fox Studios; Ironbark; N26X; Quillfeather Bank; 3Rivers; eVessel; Nimbus-9"
).split("; ")
PRODUCTS = (
    "Heron 5; PulseKit; Skylark Mini; KiteOS 12.1; Marlin-7B; LoomPad Pro; GPT-4o mini; AquaSense X; "
    "Falcon 3.2; DataLoom; QuickHarbor; VX-220; TurboFerry 2; Otter.js; Basalt 1.5 Pro"
).split("; ")
AGENCIES = "Reuters; Associated Press; Bloomberg; NorrNytt; Agence Levant; TASR; Kyodo; Polityka".split("; ")

FRAMES = (
    "{C0} anunciou na quarta-feira que vai fechar a fábrica de {L0}, onde trabalham 1.430 pessoas.",
    "Segundo {P0}, diretora da {C0}, a decisão foi tomada em dezembro e só agora pôde ser comunicada.",
    "“Ninguém nos avisou”, disse {P0} à {A0}.",
    "{S0} recordou que a {C0} prometera, em 12 de maio de 2023, manter todos os postos de trabalho.",
    "O advogado de {S0} pediu ao tribunal de {L0} que anulasse o contrato com a {C1}.",
    "A {C0}, a {C1} e a {C2} disputam o mesmo terreno, a dois quilómetros do centro de {L0}.",
    "O {D0} custa 349,90 euros, menos 15% do que o {D1}.",
    "Nos testes da {A0}, o {D0} foi mais rápido do que o {D1} e gastou metade da bateria.",
    "Para {S0}, o {D0} “é um brinquedo caro”; para {S1}, é o futuro da {C0}.",
    "{P1}, que fundou a {C1} com {P2}, não quis comentar as palavras de {S0}.",
    "A mulher de {S1} trabalhou durante seis anos na {C0}, o que {S1} nunca escondeu.",
    "Em {L0}, os moradores receberam {S0} com flores; em {L1}, com cartazes.",
    "O acordo entre {S0} e {S1} foi assinado às 15h30 num hotel de {L0}.",
    "Quando {S0} chegou a {L1}, {S2} já tinha partido.",
    "As ações da {C0} caíram 3,5% depois de a {A0} ter publicado a carta de {S2}.",
    "A carta ({S0} confirma tê-la escrito) acusa a {C1} de copiar o {D0}.",
    "“A {C0} mentiu a {S1} e a mim”, afirmou {S2}.",
    "De acordo com a {A0}, {S0} vendeu 12% da {C0} por 20 milhões de dólares.",
    "Quem esteve com {S1} em {L0} descreve um homem cansado, mas bem-disposto.",
    "{S0} e {S1} conhecem-se desde a escola, em {L1}.",
    "Foi {S2} quem apresentou {S0} a {S1}, numa feira em {L0}.",
    "Na {C1}, o nome de {S2} deixou de ser dito em voz alta.",
    "A proposta da {C2} inclui {L0}, {L1} e uma terceira cidade que {S1} não revelou.",
    "Até ao fim do ano, a {C0} quer vender 1,2 milhões de unidades do {D0}.",
    "O irmão de {P1} joga na equipa de {L1} e é patrocinado pela {C2}.",
    "Os críticos de {S1} dizem que a {C1} nunca teve lucro.",
    "Do lado da {C2}, {P2} prefere esperar pela decisão do juiz.",
    "{S2}, de 54 anos, dirige a {C2} desde que {S0} saiu.",
    "O relatório de {S0} sobre a {C1} tem 212 páginas e cita {S2} uma única vez.",
    "Sem {S1}, dizem em {L0}, a {C1} não existiria.",
    "A última palavra cabe a {S2}, que está de férias em {L1}.",
    "Os dados foram recolhidos com o {D1} e revistos pela {A0}.",
    "À saída, {S1} desejou boa sorte a {S0}.",
    "A equipa de {S0} na {C0} usa o {D1} desde janeiro, embora o {D1} seja da {C1}.",
    "Pela primeira vez, {S2} admitiu que o {D0} tem um defeito.",
)
_SLOT = re.compile(r"\{([A-Z])(\d)\}")


def articles(number: int = ARTICLES, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Make articles in the form of the file."""
    chance = random.Random(seed)
    for index in range(1, number + 1):
        yield _article(chance, f"frames-{index:02}")


def _article(chance: random.Random, name: str) -> dict[str, Any]:
    cast = _cast(chance)

    def filled(frame: str) -> str:
        return _SLOT.sub(lambda slot: cast[slot[1] + slot[2]], frame)

    frames = list(FRAMES)
    chance.shuffle(frames)
    paragraphs = []
    for _ in range(chance.randint(*PARAGRAPHS)):
        taken = [frames.pop() for _ in range(min(chance.randint(*SENTENCES), len(frames)))]
        if taken:
            paragraphs.append(" ".join(filled(frame) for frame in taken))
    text = "\n".join(paragraphs)
    names = [form for form in dict.fromkeys(cast.values()) if form in text]
    return {"id": name, "source": "frames", "pt": paragraphs, "names": names, "protected": []}


def _cast(chance: random.Random) -> dict[str, str]:
    """Who and what an article is about, by slot."""
    cast = {}
    firsts, surnames = chance.sample(FIRST, 3), chance.sample(SURNAMES, 3)
    for i, (first, surname) in enumerate(zip(firsts, surnames, strict=True)):
        initial = f" {chance.choice('ABDEGHJKLMNRTVW')}." if chance.random() < 0.2 else ""
        cast[f"P{i}"], cast[f"S{i}"] = f"{first}{initial} {surname}", surname
    pools = ("L", PLACES, 2), ("C", COMPANIES, 3), ("D", PRODUCTS, 2), ("A", AGENCIES, 1)
    for letter, pool, wanted in pools:
        cast |= {f"{letter}{i}": form for i, form in enumerate(chance.sample(pool, wanted))}
    return cast
