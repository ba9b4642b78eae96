"""Words that tell close relatives apart, where their letters hardly do.

One line a language and the relatives that lack the words: what each line has is everyday prose in
the language and rare or misspelt in those others. Own knowledge; Indonesian
and Malay were checked in wordfreq's lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import regex

WEIGHT = 3.0
"""Logarithm that a word takes from each relative that lacks it; of 1 to 6 the best on word pairs."""
MOST = 4
"""Words that count: one text's topic words are no independent witnesses."""
FORM = 8.0
"""Logarithm of a form that a relative lacks: of 457 sentences with an ekavian one 455 were Serbian."""
_TABLE = """
hr < bs: tko netko nitko svatko tijekom tjedan tjedna tjedni tisuća tisuće tisuću sveučilište sveučilišta
  glazba glazbe glazbeni nogomet nogometni povijest povijesti povijesni vlak vlaka europa europe europi
  europski europska europske europskih uvjet uvjeti uvjete uvjetima suradnja suradnje suradnik točno točan
  točka točke netočno siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada
  studenoga studenog prosinca glede priopćenje priopćio izvješće izvješća tvrtka tvrtke tvrtki zrakoplov
  kazalište kazališta obitelj obitelji sukladno ravnatelj redatelj mirovina znanost znanosti znanstveni
  gospodarstvo gospodarski nazočan veleposlanik sustav sustava sustavu računalo računala računalu
  poslužitelj poveznica poveznice zaporka zaporku zaporke organizirati organizirana registrirati
  registriran definirati definiran popis popisa popisu zaslon zaslona zaslonu poveznicu pogreška pogreške
  pogrešku dopuštenje dopuštenja suradnika suradnici suradničke sučelje sučelja izbornik izbornika gumb
  gumba tipkovnica tipkovnice kruh kruha tvornica tvornice kolodvor kolodvora tiskati tiskovna liječnik
  liječnika liječnici ljekarna županija županije općinski juha rajčica krumpir milijun milijuna milijune
  uporaba uporabe uporabu usporedba usporedbi kemija kemijski kava kave odvjetnik odvjetnika dionica
  dionice putovnica putovnicu redarstvo veljači siječnju ožujku travnju svibnju lipnju srpnju kolovozu
  rujnu listopadu studenome prosincu nogometaš nogometaša skladatelj glazbenik glazbenika ravnateljica
  priopćenju izvješću tjednu tjedana tjednom stoljeće stoljeća stoljeću vlakom kazališni kazalištu
  športski
bs < hr: ko neko niko svako šta tokom sedmica sedmice sedmicu sedmično hiljada hiljade hiljadu univerzitet
  univerziteta univerzitetu muzika muzike muzički fudbal fudbalski historija historije historijski hljeb
  voz voza evropa evrope evropi evropski evropska evropske evropskih uslov uslovi uslove uslova uslovima
  saradnja saradnje saradnju saradnik tačno tačan tačka tačke netačno januara februara marta aprila maja
  juna jula augusta avgusta septembra oktobra novembra decembra saopćenje saopćio izvještaj izvještaja
  preduzeće preduzeća pozorište pozorišta saobraćaj porodica porodice porodicu porodični naročito uprkos
  nauka nauke naučni ambasador sistem sistema sistemu računar računara računaru lahko kahva bosne bosni
  hercegovine hercegovini sarajevu organizovati organizovan registrovati registrovan definisati definisan
  definisana spisak spiska spisku dugme dugmeta dugmad meni interfejs tastatura tastature hljeba hljebom
  fabrika fabrike fabrici fabriku štampa štampi štampati apoteka apoteke kanton kantona kantonu supa supe
  krompir milion miliona milioni upotreba upotrebe upotrebu hemija hemijski kafa kafe advokat advokata
  pasoš pasoša januaru februaru martu aprilu maju junu julu augustu septembru oktobru novembru decembru
  vijek vijeka vijeku muzičar muzičara kompozitor fudbaler fudbalera saopćenju sedmici vozom pozorištu
  hiljadama lahak lahke mehko kahve kahvu halal sahat sahata opština opštine opštini opštinski biblioteka
  biblioteke biblioteci biblioteku ljekar ljekara ljekari takođe šifra šifru obezbijediti opšte opšti
  takmičenje učešće učestvovati bosanski bosanskom
id < ms: bisa karena harus saat bahwa tersebut bagian terjadi yaitu lainnya tanggal uang lakukan perusahaan
  mobil berhasil pemerintah berbagai situs berarti terlihat butuh menemukan coba mencoba berbeda nomor
  sebagian menit ternyata resmi kabupaten disebut kapan silakan silahkan kabar musik informasi kantor
  kelompok maupun pribadi aplikasi dokter artinya meski kegiatan gratis akun web kondisi membutuhkan umumnya
  sukses terkait cocok ditemukan memulai partai sejumlah lingkungan agustus layanan seharusnya membangun
  paket tipe maret mendukung padahal penelitian universitas sebaiknya terdiri gedung kode misalnya provinsi
  mengirim listrik total grup jawaban karakter kecamatan proyek setidaknya berupa internasional persen
  kebijakan perangkat arti namun merupakan unduh unggah berkas sandi suntingan pranala tautan surel peramban
  kualitas fasilitas aktivitas komunitas sehingga silahkan dimana april desember januari februari jumat
ms < id: boleh awak daripada ialah tiada kerana kawasan bahawa kuala guna apabila selepas cuba kanak mesti
  semula mula berjaya faham semasa bilik duit filem tentera ramai kuasa mahu peluang bahagian sahaja perkara
  sentiasa sesiapa iaitu kebangsaan nombor soalan berbeza maklumat perkataan syarikat wang seterusnya minit
  sila sebahagian perlawanan sebenar laluan kawalan pelbagai kod peribadi jawapan sebarang kesihatan muzik
  mengikut kad perniagaan ogos disember mac khamis jumaat ahad isnin rasmi memerlukan beliau manakala ekoran
  universiti kualiti kemudahan aktiviti komuniti berkenaan baharu imej pelayar pautan tetapan kini fail akaun
  sesawang kesemua kereta pejabat kerajaan ringgit supaya sekiranya
nb < nn: ikke jeg hva noe noen fra være ble blir hvor hvordan mye bare uten gjøre gjør hvis selv deres hun
  en et hennes dere mellom allerede nå siden vært sier hvilke hvilken kommer samme disse hver flere
nn < nb da: ikkje eg kva noko nokon nokre frå vere vart korleis mykje berre utan gjere gjer viss sjølv dei
  ein eit eitt hennar dykk allereie vore seier kven kjem kvifor desse fleire einkvan eigen rettar korkje
  verte verta
nb < da: av etter ble meg deg seg hva noen opp språk fram mellom nettside hvem bli tillatt uten brukes brukt
  brukere utvikling gjelder rettigheter frihet noe likhet
da < nb nn: af efter blev mig dig sig hvad nogen nogle op sprog frem imellem hjemmeside hvem blive bliver
  tilladt gennem uden bruges brugt udvikling således gælder rettigheder frihed noget hej jer vores ud indtil
  havde uge fik siger mellem
mk < sr bg: ќе дека со оваа овој овие биде нивните повеќе меѓу секој вашата вашиот ниту
sr < mk bg: је су који које ће био бити свако нису није овај због њихов њихове више међу током такође
bg < mk sr: ще които който която което със във тази тези бъде бъдат неговите повече между всеки няма съм сме
nl < af: het een zijn niet ik heeft hebben worden wordt voor naar jij wij zij deze
af < nl: nie ek hulle hierdie sal
hi < mr: है हैं और के में से को नहीं यह था थी थे लिए गया
mr < hi: आहे आहेत आणि मध्ये नाही होते साठी केले करा किंवा च्या
"""
_WORD = regex.compile(r"[\p{L}\p{M}]+")


@cache
def _read() -> dict[str, tuple[tuple[str, str], ...]]:
    """Word to pairs of the language that has it and a relative that lacks it."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    pairs: tuple[tuple[str, str], ...] = ()
    for line in _TABLE.strip().split("\n"):
        head, colon, rest = line.rpartition(":")
        if colon:
            own, _, others = head.partition("<")
            pairs = tuple((own.strip(), other) for other in others.split())
        for word in rest.split():
            found[word] = (*found.get(word, ()), *pairs)
    return found


def cues(text: str, rivals: Iterable[str]) -> dict[str, float]:
    """What the words of a text take from each of the rivals, in logarithms (0 or less)."""
    table = _read()
    wanted = set(rivals)
    counts: dict[tuple[str, str], int] = {}
    for word in set(_WORD.findall(text.lower())):
        for pair in table.get(word, ()):
            if wanted.issuperset(pair):
                counts[pair] = counts.get(pair, 0) + 1
    taken: dict[str, float] = {}
    for (_, other), count in counts.items():
        taken[other] = taken.get(other, 0.0) - WEIGHT * min(count, MOST)
    return taken


# Serbian in Latin letters: where Croatian and Bosnian have (i)je, it has e. Beginnings and whole words.
_EKAVIAN_STEMS = """
    beleš belež bezbed celin celok celos celov cvet delatn delim delov detet detin devojk devojč dospel htel
    izmen izmer lekar lekov lepljen lepot leti letnj menja meren merenj mesec mest mešan mešov mlek nalep
    namen namer namest nasled nedelj nemačk nežn obavešt obezbed obolel ocen odel odeć osvetl pesm pesn
    pevač pobed pobeđ podel ponedelj posed posled poverenj predlog prelep premest preusmer primen primer
    primerc promen prosled prover razumev resav rečen rečnik reše reši savest savet sever seća sećan slede
    sledeć sledi smen smest sneg snež svedo svest svetl svets svešć telesn ubeđ umest umetn usled usmer
    uspeh uspel uspeš uver uvred uvređ verodost verov versk vežb videl volel vredi vredn zabelež zahtev
    zalep zamen zamer zapoved zvezd čovek čoveč želel živel
""".split()
_EKAVIAN_WORDS = frozenset(
    """
    cela cele celi celo celom celu cena cene ceni cenu ceo deca dece deci decu dela delo delu deo dete dve
    gde hteo lep lepa lepe lepo leta leto mera mere meri meru mleko napred negde nigde obe ovde ponegde
    posle pre razumeo reci reka reke reku reč reči rečima sme smeju smem smemo smete smeš sreda srede sredu
    svet sveta svetom svetu svugde tela telo telu umeo uspeo uvek vek veka vekova veku vera vere veri veru
    voleo vreme želeo živeo
    """.split()
)
_BEFORE_STEMS = ("", "ne", "na", "iz", "za", "po", "pre", "pri", "do", "od", "u", "raz", "s")
_IJEKAVIAN = regex.compile(
    r"ije(?=[bcčćdhklnprsštvz])(?!dan|dn)|vrijem|[bcdmpstv]je(?=[bcčćdhklmnprsštvž])(?!kt|kat)|rje[čšk]|lje[pk]"
    r"|\b(?:prije|poslije|dvije|obje)\b"
)
_MONTENEGRIN = regex.compile(
    r"\b(?:nije(?:sam|si|smo|ste|su)|đe|neđe|niđe|ođe|[śź]\p{L}++|\p{L}++[śź]\p{L}*+)\b"
)
_GALICIAN = regex.compile(
    r"\b(?:unhas?|ningunha|algunhas?|dereitos?|xa|moi|tamén|ós|teñ\p{L}++|persoas?|\p{L}*xeral|xente|onte|dende|máis|nenas?)\b"
)


def ekavian(text: str) -> float:
    """What speaks for Serbian against Croatian and Bosnian, in Latin letters; 0 where nothing does."""
    lowered = text.lower()
    found = sum(map(_is_ekavian, set(_WORD.findall(lowered))))
    if found:
        found -= len(set(_IJEKAVIAN.findall(lowered)))
    return FORM + WEIGHT * min(found - 1, MOST) if found > 0 else 0.0


def _is_ekavian(word: str) -> bool:
    return word in _EKAVIAN_WORDS or word.startswith(_ekavian_beginnings().get(word[:3], ()))


@cache
def _ekavian_beginnings() -> dict[str, tuple[str, ...]]:
    """The beginnings of Serbian words by their first three letters."""
    found: dict[str, tuple[str, ...]] = {}
    for beginning in (before + stem for before in _BEFORE_STEMS for stem in _EKAVIAN_STEMS):
        found[beginning[:3]] = (*found.get(beginning[:3], ()), beginning)
    return found


def montenegrin(text: str) -> float:
    """What speaks for Montenegrin; 0 where the text has no form that only its standard has."""
    return FORM if _MONTENEGRIN.search(text.lower()) else 0.0


def has_galician(text: str) -> bool:
    """Tell whether a text has a word that is Galician and neither Portuguese nor Spanish."""
    return _GALICIAN.search(text.lower()) is not None
