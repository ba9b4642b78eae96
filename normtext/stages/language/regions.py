"""Which standard a text is in: Portuguese of Brazil or of Portugal, simplified or traditional Chinese.

Each pair is one language; what tells its sides apart are spellings, words and a form of the verb that the
other side has not, or hardly ever. Own knowledge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

WITH_STANDARDS = ("pt", "zh", "zh-Hant")
"""The tags of detectors for languages that have standards."""
LOOKS = (1000, 4000)
"""Characters that are looked at; the second where the first do not tell."""
AGAINST = 4
"""Signs of one side to one of the other from which a text is of that side: quotes and names are of both."""


class Standard(NamedTuple):
    """The tag of a standard, or that of the language and the reason why it is no finer."""

    tag: str
    reason: str | None = None


# In Brazil a stressed vowel before m and n is closed: "econômico", "prêmio"; in Portugal open.
_BRAZIL = regex.compile(
    r"""(?<!\bf)[êô][mn][aeiouáâãíú]
    |\b(?:est(?:ou|á|ão|ava|avam|amos|ávamos|eve|iveram)\s++\p{L}{2,}(?:ando|endo|indo)
    |(?:o|do|no|ao|pelo|um|seu|meu|nosso)s?\s++times?|nova\s++york
    |aeromoça|acess(?:ar|e|ou|ado|ada)|açougues?|ateliê|aterriss\p{L}++|banheiros?|bebês?|bilheteria|bilhão|bilhões|trilhão|trilhões|bondes?
    |cadastr\p{L}++|caminhão|caminhões|caminhoneiros?|canadenses?|cardápios?|carona|celular(?:es)?|compartilh\p{L}++
    |conosco|contatos?|cotidian\p{L}++|decolar|decolou|deletar|dezenove|dezesseis|dezessete|encanador|equipes?|escanteio
    |esportes?|esportiv\p{L}++|estresse|fatos?|gangues?|geladeiras?|gerenci\p{L}++|goleir\p{L}++|gols?|guichê|irã
    |israelenses?|iugosl\p{L}++|lanchonetes?|madri|metrô|mídias?|moletom|moscou|ônibus|pedágios?|pedestres?|planej\p{L}++
    |polon(?:ês|esa|eses|esas)|pra|prefeit\p{L}++|purê|quatorze|registr(?:os?|ar|ad[oa]s?|ou|e)|sorvetes?|sucos?|tchec[oa]s?
    |teerã|torcedor\p{L}*+|torcida|trem|trens|turnês?|umidade|úmid[oa]s?|usuári[oa]s?|vestibular|vietnã|você|xampu|xícaras?
    |zagueir\p{L}++)\b""",
    regex.VERBOSE,
)
_PORTUGAL = regex.compile(
    r"""[éó][mn][aeiouáâãíú]|(?<=\p{L}{2})ámos\b
    |\b(?:est(?:ou|á|ão|ava|avam|amos|ávamos|eve|iveram)\s++a\s++\p{L}*[aei]r
    |mil\s++milhões|casas?\s++de\s++banho
    |aced(?:er|a|e|eu|ido)|acç(?:ão|ões)|act(?:o|os|or|ores|riz|iv\p{L}++|ual\p{L}*+)|adept[oa]s|arquitect\p{L}++|aspetos?|amesterdão|autocarros?
    |autoclismo|bagdade|baptis\p{L}++|bilheteiras?|boleia|bué|camião|camiões|camionistas?|canadian[oa]s?|carrinhas?
    |champô|chávenas?|chec[oa]s|colec(?:ç|t)\p{L}++|comboios?|conceção|connosco|contactos?|controlos?|copenhaga
    |correc(?:ç|t)\p{L}++|desport\p{L}++|dezanove|dezasseis|dezassete|direc(?:ç|t)\p{L}++|ecrãs?|efect\p{L}++|equipas?
    |exact\p{L}++|factos?|ficheiros?|fixe|frigoríficos?|golos?|guarda-redes|hiperligaç\p{L}++|húmid[oa]s?|humidade|jugosl\p{L}++|miúd[oa]s?|moscovo
    |objec(?:ç|t)\p{L}++|óptim\p{L}++|palavras?-passe|partilh\p{L}++|peões|pequeno-almoço|perceção|plane(?:ar|ad[oa]s?|amento|ia)
    |portage(?:m|ns)|projec(?:ç|t)\p{L}++|propinas|protecção|puré|quotidian\p{L}++|raparigas?|receção
    |regist(?:os?|ar|ad[oa]s?|ou|e)|selecção|talho|telemóve(?:l|is)|teerão|utentes?|utilizador\p{L}*+|vietname|voss[oa]s?)\b""",
    regex.VERBOSE,
)
_SIMPLE = frozenset(
    "爱罢备贝笔币边变标别宾补参层产长尝车陈称惩迟冲丑处触传创词辞从错达带单担胆党当导灯邓敌递电点东动断队对吨夺"
    "恶尔发罚范飞废费坟丰风疯冯凤复妇负该盖干刚岗个巩构购谷顾观关馆广归国过汉号后护华画话怀坏欢环还会货获击机"
    "鸡极际继价艰检见剑讲将桨奖节洁结紧仅进经惊竞镜旧举据惧觉开壳课块矿亏扩兰拦来乐类离里历丽联连练粮两辆邻灵领"
    "刘龙楼录陆虑乱伦论罗妈马买卖满门们梦灭亩难脑内鸟宁农诺盘齐启气弃钱强桥亲轻庆穷区权劝确让热认荣软锐赛丧"
    "杀伤赏设声胜师时识实势视试书术树数双说丝岁孙条铁听厅统头图团网为围违维卫闻问无务误牺习系细显险县现线响项"
    "协写谢兴选学寻训压亚严验阳养样药爷业叶医艺亿忆义异译阴银应营拥优邮鱼语预员园远愿约跃云运杂赞则责战张这针"
    "阵证织职纸质钟种众专转庄装壮准资总组钻"
)
_FULL = frozenset(
    "愛罷備貝筆幣邊變標別賓補參層產長嘗車陳稱懲遲衝醜處觸傳創詞辭從錯達帶單擔膽黨當導燈鄧敵遞電點東動斷隊對噸奪"
    "惡爾發罰範飛廢費墳豐風瘋馮鳳復婦負該蓋幹剛崗個鞏構購穀顧觀關館廣歸國過漢號後護華畫話懷壞歡環還會貨獲擊機"
    "雞極際繼價艱檢見劍講將槳獎節潔結緊僅進經驚競鏡舊舉據懼覺開殼課塊礦虧擴蘭攔來樂類離裡歷麗聯連練糧兩輛鄰靈領"
    "劉龍樓錄陸慮亂倫論羅媽馬買賣滿門們夢滅畝難腦內鳥寧農諾盤齊啟氣棄錢強橋親輕慶窮區權勸確讓熱認榮軟銳賽喪"
    "殺傷賞設聲勝師時識實勢視試書術樹數雙說絲歲孫條鐵聽廳統頭圖團網為圍違維衛聞問無務誤犧習係細顯險縣現線響項"
    "協寫謝興選學尋訓壓亞嚴驗陽養樣藥爺業葉醫藝億憶義異譯陰銀應營擁優郵魚語預員園遠願約躍雲運雜贊則責戰張這針"
    "陣證織職紙質鐘種眾專轉莊裝壯準資總組鑽"
)


def standard_of(tag: str, texts: Sequence[str]) -> Standard:
    """The standard of a text in ``pt`` or ``zh``; any other tag as it is.

    Args:
        tag: the language.
        texts: parts of the text; its beginning counts.
    """
    if tag not in WITH_STANDARDS:
        return Standard(tag)
    text = " ".join(texts)
    told = Standard(tag)
    for length in LOOKS:
        told = _portuguese(text[:length]) if tag == "pt" else _chinese(text[:length])
        if told.reason is None or len(text) <= length:
            break
    return told


def _portuguese(text: str) -> Standard:
    text = text.lower()
    signs = len(set(_BRAZIL.findall(text))), len(set(_PORTUGAL.findall(text)))
    return _told("pt", ("pt-BR", "pt-PT"), signs, "Brazilian from European Portuguese")


def _chinese(text: str) -> Standard:
    characters = set(text)
    signs = len(characters & _SIMPLE), len(characters & _FULL)
    return _told("zh", ("zh-Hans", "zh-Hant"), signs, "simplified from traditional Chinese")


def _told(tag: str, sides: tuple[str, str], signs: tuple[int, int], what: str) -> Standard:
    first, second = signs
    if first and first >= AGAINST * second:
        return Standard(sides[0])
    if second and second >= AGAINST * first:
        return Standard(sides[1])
    found = "has signs of both, and does not tell" if first or second else "has nothing that tells"
    return Standard(tag, f"the text {found} {what}")
