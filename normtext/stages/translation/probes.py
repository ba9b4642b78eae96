"""Sentences in which a model shows what stand-ins it keeps; own text, three for each language."""

from __future__ import annotations

PROBES: dict[str, tuple[str, ...]] = {
    "bg": (
        "{} представи доклада на {}.",
        "Според {} и {} новата версия е по-добра.",
        "Вчера {} говори с {} и {}.",
    ),
    "ca": (
        "{} va presentar l'informe de {}.",
        "Segons {} i {}, la nova versió és millor.",
        "Ahir {} va parlar amb {} i {}.",
    ),
    "cs": ("{} představil zprávu {}.", "Podle {} a {} je nová verze lepší.", "Včera {} mluvil s {} a {}."),
    "da": (
        "{} fremlagde rapporten fra {}.",
        "Ifølge {} og {} er den nye version bedre.",
        "I går talte {} med {} og {}.",
    ),
    "de": (
        "{} hat den Bericht von {} vorgestellt.",
        "Laut {} und {} ist die neue Fassung besser.",
        "Gestern sprach {} mit {} und {}.",
    ),
    "el": (
        "Ο {} παρουσίασε την έκθεση του {}.",
        "Σύμφωνα με τον {} και τον {} η νέα έκδοση είναι καλύτερη.",
        "Χθες ο {} μίλησε με τον {} και τον {}.",
    ),
    "en": (
        "{} presented the report of {}.",
        "According to {} and {} the new version is better.",
        "Yesterday {} spoke with {} and {}.",
    ),
    "es": (
        "{} presentó el informe de {}.",
        "Según {} y {}, la nueva versión es mejor.",
        "Ayer {} habló con {} y {}.",
    ),
    "et": (
        "{} esitles {} aruannet.",
        "{} ja {} sõnul on uus versioon parem.",
        "Eile rääkis {} koos {} ja {}.",
    ),
    "fi": (
        "{} esitteli raportin: {}.",
        "{} ja {} sanovat, että uusi versio on parempi.",
        "Eilen {} puhui, ja {} ja {} kuuntelivat.",
    ),
    "fr": (
        "{} a présenté le rapport de {}.",
        "Selon {} et {}, la nouvelle version est meilleure.",
        "Hier, {} a parlé avec {} et {}.",
    ),
    "gl": (
        "{} presentou o informe de {}.",
        "Segundo {} e {}, a nova versión é mellor.",
        "Onte {} falou con {} e {}.",
    ),
    "hr": (
        "{} je predstavio izvješće koje je napisao {}.",
        "Prema {} i {} nova je verzija bolja.",
        "Jučer je {} razgovarao s {} i {}.",
    ),
    "hu": (
        "{} bemutatta {} jelentését.",
        "{} és {} szerint az új változat jobb.",
        "Tegnap {} beszélt, {} és {} hallgatta.",
    ),
    "id": (
        "{} menyampaikan laporan {}.",
        "Menurut {} dan {}, versi baru lebih baik.",
        "Kemarin {} berbicara dengan {} dan {}.",
    ),
    "it": (
        "{} ha presentato il rapporto di {}.",
        "Secondo {} e {} la nuova versione è migliore.",
        "Ieri {} ha parlato con {} e {}.",
    ),
    "ja": (
        "{}は{}の報告書を発表した。",
        "{}と{}によると、新しい版のほうが良い。",
        "昨日、{}は{}と{}に会った。",
    ),
    "ko": (
        "{}는 {}의 보고서를 발표했다.",
        "{}와 {}에 따르면 새 버전이 더 낫다.",
        "어제 {}는 {}와 {}를 만났다.",
    ),
    "lt": (
        "{} pristatė {} ataskaitą.",
        "Pasak {} ir {}, nauja versija yra geresnė.",
        "Vakar {} kalbėjo su {} ir {}.",
    ),
    "lv": (
        "{} iepazīstināja ar {} ziņojumu.",
        "{} un {} saka, ka jaunā versija ir labāka.",
        "Vakar {} runāja ar {} un {}.",
    ),
    "nb": (
        "{} la fram rapporten fra {}.",
        "Ifølge {} og {} er den nye versjonen bedre.",
        "I går snakket {} med {} og {}.",
    ),
    "nl": (
        "{} presenteerde het rapport van {}.",
        "Volgens {} en {} is de nieuwe versie beter.",
        "Gisteren sprak {} met {} en {}.",
    ),
    "no": (
        "{} la fram rapporten fra {}.",
        "Ifølge {} og {} er den nye versjonen bedre.",
        "I går snakket {} med {} og {}.",
    ),
    "pl": (
        "{} przedstawił raport, który napisał {}.",
        "Według {} i {} nowa wersja jest lepsza.",
        "Wczoraj {} rozmawiał z {} i {}.",
    ),
    "pt": (
        "{} apresentou o relatório de {}.",
        "Segundo {} e {}, a nova versão é melhor.",
        "Ontem {} falou com {} e {}.",
    ),
    "ro": (
        "{} a prezentat raportul lui {}.",
        "Potrivit lui {} și {}, noua versiune este mai bună.",
        "Ieri {} a vorbit cu {} și {}.",
    ),
    "ru": (
        "{} представил доклад {}.",
        "По словам {} и {}, новая версия лучше.",
        "Вчера {} говорил с {} и {}.",
    ),
    "sk": ("{} predstavil správu {}.", "Podľa {} a {} je nová verzia lepšia.", "Včera {} hovoril s {} a {}."),
    "sl": (
        "{} je predstavil poročilo, ki ga je napisal {}.",
        "Po besedah {} in {} je nova različica boljša.",
        "Včeraj je {} govoril z {} in {}.",
    ),
    "sr": (
        "{} је представио извештај који је написао {}.",
        "Према {} и {} нова верзија је боља.",
        "Јуче је {} разговарао са {} и {}.",
    ),
    "sv": (
        "{} presenterade rapporten från {}.",
        "Enligt {} och {} är den nya versionen bättre.",
        "I går talade {} med {} och {}.",
    ),
    "tr": (
        "{}, {} raporunu sundu.",
        "{} ve {} yeni sürümün daha iyi olduğunu söyledi.",
        "Dün {} konuştu, {} ve {} dinledi.",
    ),
    "uk": (
        "{} представив звіт {}.",
        "За словами {} та {}, нова версія краща.",
        "Учора {} говорив з {} та {}.",
    ),
    "vi": (
        "{} đã trình bày báo cáo của {}.",
        "Theo {} và {}, phiên bản mới tốt hơn.",
        "Hôm qua {} đã nói chuyện với {} và {}.",
    ),
    "zh": ("{}发表了{}的报告。", "据{}和{}说，新版本更好。", "昨天，{}和{}见了{}。"),
}
"""Language to sentences; ``{}`` is where a stand-in goes."""
