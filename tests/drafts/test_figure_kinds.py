"""Each figure becomes the kind of fact that it is, in each of the twelve languages."""

from __future__ import annotations

import datetime
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.content import article
from service.content.facts import Fact, Value
from service.content.placeholders import fill
from service.drafts import proposal
from service.drafts.figures import NO_YEAR, Figure, Figures, fact_toml
from service.review import checks
from service.review.status import subject_of

THURSDAY = datetime.date(2024, 1, 4)

# Language, sentence, and the facts that it has: value, currency or unit, format.
KINDS = [
    ("en", "Prices rose 12 percent, or 12.5%, by 0.5 percentage points.",
     ["12 percent", "12.5 percent", "0.5 decimal"]),
    ("en", "It cost £1.2bn, $4 million, A$30 and USD 20, or 1.5 million euros.",
     ["1200000000 GBP compact", "4000000 USD compact", "30 AUD decimal", "20 USD decimal",
      "1500000 EUR compact"]),
    ("en", "Between 10 and 12 people came, 8 to 10 left, 5–7 stayed, in 2023–2024.",
     ["10/12 decimal", "8/10 decimal", "5/7 decimal", "2023/2024 plain"]),
    ("en", "It rose from 10 to 12 of them.", ["10 decimal", "12 decimal"]),
    ("en", "The 100m pool is 1,200ft from it, on 500 sq ft; it paid £5m and ₹500 crore.",
     ["100 meter decimal", "1200 foot decimal", "500 square-foot decimal", "5000000 GBP compact",
      "5000000000 INR compact"]),
    ("en", "About 12m people watched.", ["12000000 compact"]),
    ("en", "The 800m race drew 5m and 6m viewers, and a fourth of the 200m.",
     ["800 meter decimal", "5000000 compact", "6000000 compact", "200 meter decimal"]),
    ("en", "In cold weather it was -12C (10F).", ["-12 celsius decimal", "10 fahrenheit decimal"]),
    ("en", "It closed at 10 o’clock.", ["10:00 time"]),
    ("de", "Die Version 17.2 kostet 49,99 Euro.", ["17.2 decimal", "49.99 EUR decimal"]),
    ("fr", "Il est venu vers 22 heures, après 5 heures de route.",
     ["22:00 time", "5 hour decimal"]),
    ("es", "Llegó a las 10 de la noche, en 2023, con 2.500 personas y 500 m2.",
     ["22:00 time", "2023 plain", "2500 decimal", "500 square-meter decimal"]),
    ("it", "Alle ore 22 sono 500 mq.", ["22:00 time", "500 square-meter decimal"]),
    ("pl", "O godz. 22 w 1990 roku było 500 m kw., 20 lat później 3 km kw.",
     ["22:00 time", "1990 plain", "500 square-meter decimal", "20 year decimal",
      "3 square-kilometer decimal"]),
    ("ro", "La ora 22, în 1990, erau 500 mp.",
     ["22:00 time", "1990 plain", "500 square-meter decimal"]),
    ("tr", "Saat 22’de, 1990 yılında, 20 yıl önce.",
     ["22:00 time", "1990 plain", "20 year decimal"]),
    ("uk", "О 22-й було 500 кв. м і 3 кв. км.",
     ["22:00 time", "500 square-meter decimal", "3 square-kilometer decimal"]),
    ("ar", "وصل الساعة 10 مساء بعد 17 شهرا بالإصدار 17.2 الشهر المقبل.",
     ["22:00 time", "17 month decimal", "17.2 decimal"]),
    ("ja", "26日夜10時に2.6パーセント、気温は15℃だった。",
     ["2023-12-26 long", "22:00 time", "2.6 percent", "15 celsius decimal"]),
    ("zh_Hans", "晚10时气温为15℃，面积500m²。",
     ["22:00 time", "15 celsius decimal", "500 square-meter decimal"]),
    ("tr", "Ülkede 93 bin 973 istasyon var, 3 milyon 250 bin lira ödendi.",
     ["93973 decimal", "3250000 TRY compact"]),
    ("uk", "Коштує 5 тисяч 300 гривень.", ["5300 UAH decimal"]),
    ("en", "The fine is Rs500, Rs. 500 crore or Rs 90.",
     ["500 decimal", "5000000000 compact", "90 decimal"]),
    ("en", "The 2025-26 season follows that of 2024/25 and the war of 1914–18.",
     ["2025/2026 plain", "2024/2025 plain", "1914/1918 plain"]),
    ("de", "Die Saison 2025/26 folgt auf 2024-25.", ["2025/2026 plain", "2024/2025 plain"]),
    ("fr", "La saison 2025-26 commence en août.", ["2025/2026 plain"]),
    ("es", "La temporada 2025/26 sigue a la de 1999-00.", ["2025/2026 plain", "1999/2000 plain"]),
    ("it", "La stagione 2025/26 segue quella 2024-25.", ["2025/2026 plain", "2024/2025 plain"]),
    ("pl", "Sezon 2025/26 po wojnie 1914–18.", ["2025/2026 plain", "1914/1918 plain"]),
    ("ro", "Sezonul 2025-26 după cel din 2024/25.", ["2025/2026 plain", "2024/2025 plain"]),
    ("uk", "Сезон 2025/26 після війни 1914–18 років.", ["2025/2026 plain", "1914/1918 plain"]),
    ("ar", "يبدأ موسم 2025-26 بعد موسم 2024/25.", ["2025/2026 plain", "2024/2025 plain"]),
    ("ja", "2025-26年シーズンは2024/25シーズンの後だ。", ["2025/2026 plain", "2024/2025 plain"]),
    ("zh_Hans", "2025-26赛季在2024/25赛季之后。", ["2025/2026 plain", "2024/2025 plain"]),
    ("en", "It cost £1.2–1.3bn, or $3-4 million.",
     ["1200000000/1300000000 GBP compact", "3000000/4000000 USD compact"]),
    ("en", "It got an additional R7.5bn and R1,200; the plane cost RM6.162 million or RM 90.",
     ["7500000000 ZAR compact", "1200 ZAR decimal", "6162000 MYR compact", "90 MYR decimal"]),
    ("en", "In March 15 people came, on March 16 none.", ["15 decimal", "2024-03-16 day-month"]),
    ("de", "Im Mai 20 Tote.", ["20 decimal"]),
    ("en", "The 21st meeting was at 2:30 p.m., 5 kilometers away, at 40°C and 120 km/h.",
     ["21 decimal", "14:30 time", "5 kilometer decimal", "40 celsius decimal",
      "120 kilometer-per-hour decimal"]),
    ("en", "The 12-year-old had 12k fans, and 1.5 million in 1999.",
     ["12 decimal", "12000 compact", "1500000 compact", "1999 plain"]),
    ("de", "Um 14.30 Uhr stiegen sie um 12,5 Prozent auf 4 Millionen Euro.",
     ["14:30 time", "12.5 percent", "4000000 EUR compact"]),
    ("de", "Am 21. Tag kamen 10 bis 12 Menschen 5 Kilometer weit, bei 30 Grad Celsius.",
     ["21 decimal", "10/12 decimal", "5 kilometer decimal", "30 celsius decimal"]),
    ("de", "Weiße Schuhe für 7,40 Euro, große für 12 %.", ["7.4 EUR decimal", "12 percent"]),
    ("de", "Rund 49,- Euro kosten sie.", ["49 EUR decimal"]),
    ("en", "(2) The council has 12 members.", ["12 decimal"]),
    ("ja", "24年12月と24年12月26日に12人が来た。",
     ["2024-12-01 month-year", "2024-12-26 long", "12 decimal"]),
    ("de", "Es waren 3 Prozentpunkte, 1,5 Mio. Euro und 10.000 Menschen.",
     ["3 decimal", "1500000 EUR compact", "10000 decimal"]),
    ("fr", "Le prix a augmenté de 12,5 % à 4 millions d’euros à 14h30, soit 5 kilomètres.",
     ["12.5 percent", "4000000 EUR compact", "14:30 time", "5 kilometer decimal"]),
    ("fr", "Entre 10 et 12 personnes le 21e jour, 1,5 milliard.",
     ["10/12 decimal", "21 decimal", "1500000000 compact"]),
    ("es", "Subió un 12 por ciento, 4 millones de euros, 5 kilómetros, a las 14:30.",
     ["12 percent", "4000000 EUR compact", "5 kilometer decimal", "14:30 time"]),
    ("es", "Entre 10 y 12 personas por 3ª vez, 2,5 millones.",
     ["10/12 decimal", "3 decimal", "2500000 compact"]),
    ("it", "È salito del 12 per cento a 4 milioni di euro, 5 chilometri, alle 14.30.",
     ["12 percent", "4000000 EUR compact", "5 kilometer decimal", "14:30 time"]),
    ("it", "Tra 10 e 12 persone il 3° giorno, 1,5 miliardi.",
     ["10/12 decimal", "3 decimal", "1500000000 compact"]),
    ("pl", "Ceny wzrosły o 12 proc. do 4 mln zł, 5 kilometrów, o godz. 14.30.",
     ["12 percent", "4000000 PLN compact", "5 kilometer decimal", "14:30 time"]),
    ("pl", "Od 10 do 12 osób, 10 tys. żołnierzy, 3-go dnia.",
     ["10/12 decimal", "10000 compact", "3 decimal"]),
    ("ro", "A crescut cu 12 la sută la 4 milioane de euro, 10 lei, 5 kilometri, la ora 14.30.",
     ["12 percent", "4000000 EUR compact", "10 RON decimal", "5 kilometer decimal", "14:30 time"]),
    ("ro", "Între 10 și 12 persoane a 3-a oară, 2 miliarde.",
     ["10/12 decimal", "3 decimal", "2000000000 compact"]),
    ("tr", "Fiyatlar yüzde 12,5 arttı, %13 oldu, 4 milyon euro, 5 kilometre, saat 14.30’da.",
     ["12.5 percent", "13 percent", "4000000 EUR compact", "5 kilometer decimal", "14:30 time"]),
    ("tr", "10 ila 12 kişi geldi, 72’si öldü, 3’üncü kez, 10 bin kişi.",
     ["10/12 decimal", "72 decimal", "3 decimal", "10000 compact"]),
    ("uk", "Ціни зросли на 12 відсотків до 4 млн гривень, 5 кілометрів, о 14:30.",
     ["12 percent", "4000000 UAH compact", "5 kilometer decimal", "14:30 time"]),
    ("uk", "Від 10 до 12 осіб, 10 тис. людей, 21-й день, між 5 і 6 тисячами гривень.",
     ["10/12 decimal", "10000 compact", "21 decimal", "5000/6000 UAH compact"]),
    ("ar", "ارتفعت الأسعار 12 في المئة إلى 4 ملايين دولار، 5 كيلومترات، الساعة 14:30.",
     ["12 percent", "4000000 USD compact", "5 kilometer decimal", "14:30 time"]),
    ("ar", "بين 10 و12 شخصا، 10 آلاف جندي، ١٢٪.",
     ["10/12 decimal", "10000 compact", "12 percent"]),
    ("ja", "価格は12％上がり、400万ドル、1万5000人、5キロメートル、午後2時30分。",
     ["12 percent", "4000000 USD compact", "15000 compact", "5 kilometer decimal", "14:30 time"]),
    ("ja", "10～12人が第21回に、2億円。", ["10/12 decimal", "21 decimal", "200000000 JPY compact"]),
    ("zh_Hans", "价格上涨12%，达400万美元，百分之13，1.5万人，5公里，下午2点30分。",
     ["12 percent", "4000000 USD compact", "13 percent", "15000 compact", "5 kilometer decimal",
      "14:30 time"]),
    ("zh_Hans", "10至12人，第21届，2亿元。",
     ["10/12 decimal", "21 decimal", "200000000 CNY compact"]),
    # The half of the day in words.
    ("en", "It began at 8:30 in the evening.", ["20:30 time"]),
    ("de", "Es begann um 8.30 Uhr abends.", ["20:30 time"]),
    ("fr", "Il est arrivé à 8 h 30 du soir.", ["20:30 time"]),
    ("es", "Empezó a las 8:30 de la tarde y acabó a las 11:30 de la noche.",
     ["20:30 time", "23:30 time"]),
    ("it", "Cominciò alle 8.30 di sera, dopo che alle 9 di mattina si era riunita.",
     ["20:30 time", "09:00 time"]),
    ("pl", "Zaczął się o 8.30 wieczorem, a o 6 rano skończył.", ["20:30 time", "06:00 time"]),
    ("ro", "A început la ora 8:30 seara și s-a terminat la 11:30 noaptea.",
     ["20:30 time", "23:30 time"]),
    ("tr", "Toplantı akşam saat 8.30’da başladı.", ["20:30 time"]),
    ("uk", "Почалося о 8:30 вечора, а о 7 ранку скінчилося.", ["20:30 time", "07:00 time"]),
    ("ar", "بدأ الاجتماع الساعة 8:30 مساء.", ["20:30 time"]),
    ("ja", "夜8時半に始まった。", ["20:30 time"]),
    ("zh_Hans", "晚上8点半开始。", ["20:30 time"]),
    # A minus in a word goes with the degrees.
    ("en", "It was minus 14C, and minus 5 degrees Celsius at night.",
     ["-14 celsius decimal", "-5 celsius decimal"]),
    ("de", "Es waren minus 5 Grad Celsius.", ["-5 celsius decimal"]),
    ("fr", "Au moins 5 degrés Celsius, puis moins 6 degrés Celsius.",
     ["5 celsius decimal", "-6 celsius decimal"]),
    ("es", "Bajó a -6ºC.", ["-6 celsius decimal"]),
    ("zh_Hans", "气温降至零下20摄氏度。", ["-20 celsius decimal"]),
    # Units in a case, and a speed, which is no distance.
    ("de", "Auf 40 Quadratkilometern, 3 Quadratmetern.",
     ["40 square-kilometer decimal", "3 square-meter decimal"]),
    ("ar", "بلغت المساحة 120 هكتارا.", ["120 hectare decimal"]),
    ("pl", "Pociąg jechał 160 km/h.", ["160 kilometer-per-hour decimal"]),
    ("tr", "Rüzgar 30 km/sa hızla esti.", ["30 kilometer-per-hour decimal"]),
    ("en", "It brought 15in of rain by 0915 GMT.", ["15 inch decimal", "09:15 time"]),
    ("pl", "W nocy od -8 do -12 stopni.", ["-8 decimal", "-12 decimal"]),
    ("tr", "2019-2023 yıllarında 1.250 kişi öldü.", ["2019/2023 plain", "1250 decimal"]),
    ("ja", "価格は500元だった。", ["500 CNY decimal"]),
    # An age is no time that something took: the word for years stays.
    ("es", "Los detenidos, de 24 y 37 años, pasaron 12 años allí.",
     ["24 decimal", "37 decimal", "12 year decimal"]),
    ("it", "Il conducente, 52 anni, e un uomo di 37 anni, dopo 10 anni.",
     ["52 decimal", "37 decimal", "10 year decimal"]),
    ("fr", "Un homme (45 ans) et sa fille, âgée de 7 ans, après 12 ans.",
     ["45 decimal", "7 decimal", "12 year decimal"]),
    ("de", "Der Fahrer, 52 Jahre alt, war 12 Jahre dort.", ["52 decimal", "12 year decimal"]),
    ("ro", "Un bărbat în vârstă de 45 de ani, după 12 ani.", ["45 decimal", "12 year decimal"]),
    ("uk", "Чоловік віком 45 років, через 12 років.", ["45 decimal", "12 year decimal"]),
    ("ar", "رجل يبلغ من العمر 45 عاما قضى 12 عاما هناك.", ["45 decimal", "12 year decimal"]),
    # As Britain spells them.
    ("en", "It lost 300 litres, 30 centimetres deep.",
     ["300 liter decimal", "30 centimeter decimal"]),
    ("tr", "Dolar 43,25 liradan, altın 6.000 lirayla satıldı.",
     ["43.25 TRY decimal", "6000 TRY decimal"]),
    ("ar", "وقع عند الساعة 3:42 فجرا وانتهى الساعة 1:30 ظهرا.", ["03:42 time", "13:30 time"]),
    # The scale is of both: there is no other way to say 1.2 billion with hundreds of millions.
    ("en", "It rose from $1.2 to $1.8 billion.",
     ["1200000000 USD compact", "1800000000 USD compact"]),
    ("de", "Es stieg von 1,2 auf 1,8 Milliarden Euro.",
     ["1200000000 EUR compact", "1800000000 EUR compact"]),
    ("fr", "Il passe de 1,2 à 1,8 milliard d’euros.",
     ["1200000000 EUR compact", "1800000000 EUR compact"]),
    ("ar", "ارتفع من 1.2 إلى 1.8 مليار دولار.",
     ["1200000000 USD compact", "1800000000 USD compact"]),
    ("en", "It rose from 12 to 18 points, and hit 1.8 billion.",
     ["12 decimal", "18 decimal", "1800000000 compact"]),
    # A year is no beginning of a range of amounts.
    ("en", "It rose from $9,800 in 2015 to $14,300.",
     ["9800 USD decimal", "2015 plain", "14300 USD decimal"]),
    ("es", "Despegó a las 14:05 (13:05 GMT).", ["14:05 time", "13:05 time"]),
    ("en", "The train, due at 18.05, arrived at 20.40.", ["18:05 time", "20:40 time"]),
    ("en", "The shares closed at 18.05 dollars.", ["18.05 USD decimal"]),
    ("de", "Es dauerte von 9.30 bis 13.15 Uhr.", ["09:30 time", "13:15 time"]),
    ("it", "L’autobus delle 8,15 parte alle 21, dopo 3 ore.",
     ["08:15 time", "21:00 time", "3 hour decimal"]),
    ("tr", "Yangın 13.37'de çıktı.", ["13:37 time"]),
    ("it", "Lo dà alle 21 persone.", ["21 decimal"]),
    ("pl", "Od 9.30 do 13.15 było 17 osób.", ["09:30 time", "13:15 time", "17 decimal"]),
    ("fr", "Il est proposé aux 65 ans et plus.", ["65 decimal"]),
    ("uk", "Люди віком від 16 до 43 років.", ["16/43 decimal"]),
    ("fr", "Il est 6 heures locales (4 heures GMT).", ["06:00 time", "04:00 time"]),
    # “Ha” is “has” as well.
    ("es", "En 2024 ha ganado, y ardieron 25 ha de bosque.", ["2024 plain", "25 hectare decimal"]),
    ("it", "Nel 2024 ha vinto; sono bruciati 30 ha.", ["2024 plain", "30 hectare decimal"]),
    # Another country's dollars and pounds are another currency.
    ("fr", "Il coûte 250 dollars canadiens, 3 milliards de dollars de Taïwan, 300 francs suisses.",
     ["250 decimal", "3000000000 compact", "300 CHF decimal"]),
    ("es", "Cuesta 5 millones de libras egipcias o 250 dólares estadounidenses.",
     ["5000000 compact", "250 USD decimal"]),
    ("pl", "Kosztuje 250 dolarów kanadyjskich, 300 franków szwajcarskich.",
     ["250 decimal", "300 CHF decimal"]),
    ("ar", "يكلف 250 دولارا كنديا و300 فرنك سويسري.", ["250 decimal", "300 CHF decimal"]),
    # A compound stays as it is written.
    ("de", "Der 1,5-Millionen-Euro-Bau steht.", ["1500000 compact"]),
    ("en", "A $3-million project costs more.", ["3000000 USD compact"]),
    ("it", "Il treno delle 17.45 è arrivato.", ["17:45 time"]),
    ("uk", "Поїзд прибуде о 6:15 замість 5:40.", ["06:15 time", "05:40 time"]),
    # “Luni” are months, and Monday.
    ("ro", "A stat 5 ani și 6 luni.", ["5 year decimal", "6 month decimal"]),
]  # fmt: skip
TWELVE = ["ar", "de", "en", "es", "fr", "it", "ja", "pl", "ro", "tr", "uk", "zh_Hans"]


def shown(figures: Figures) -> list[str]:
    return [f"{f.fact.described()} {f.fact.format}" for f in figures.by_name.values()]


def reads(text: str, figures: Figures) -> str:
    """Return a statement as a reader sees it."""
    facts = {name: figure.fact for name, figure in figures.by_name.items()}
    return "".join(s.text for s in fill(text, lambda n: facts[n].render(figures.language)))


@pytest.mark.parametrize(("language", "sentence", "wanted"), KINDS)
def test_every_figure_is_of_its_kind(language: str, sentence: str, wanted: list[str]) -> None:
    """And the statement has no digit of its own."""
    figures = Figures(language, THURSDAY, THURSDAY)
    text = figures.replace(sentence)
    assert shown(figures) == wanted
    assert text is not None
    assert not re.search(r"\d", re.sub(r"\[[^]]*\]\(\{\w+\}\)|\{\w+\}", "", text))


def test_all_twelve_languages_are_in_the_table() -> None:
    """Each with a percentage, an amount, a unit, a range, a time and a scale."""
    for language in TWELVE:
        facts = [fact for code, _, wanted in KINDS if code == language for fact in wanted]
        for kind in ("percent", r"[A-Z]{3} ", "kilometer", "/", "time", "compact"):
            assert any(re.search(kind, fact) for fact in facts), (language, kind)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Norton won 3–1."), ("en", "They lost 1–3 at home."), ("de", "Sie gewannen 2:1."),
        ("en", "Call 030 1234567."), ("en", "Call +49 30 1234567 or (555) 123-4567."),
        ("de", "Rufen Sie 0800 123456 an."), ("en", "Agent 007 came."), ("en", "Open 24/7."),
        ("uk", "Матч завершився 3–1."), ("ja", "日本が3-1で勝った。"),
        ("en", "The Block 1B rocket flew."), ("de", "Das 6T und das 5K-Display kamen."),
        ("en", "It was passed in 2025-12."), ("en", "Section 2001-90 was passed."),
        ("en", "Then harbour1 made a post."),
        ("en", "It took 2 ½ hours."), ("de", "Es heißt „50in5“."),
        ("es", "Llame al 91 123 45 67."), ("pl", "Numer 22 123 45 67."),
        ("de", "Tel. 089 2910 0"), ("ja", "電話は03-1234-5678まで。"),
        ("zh_Hans", "电话为010-12345678。"), ("ja", "3―1の勝利だった。"),
        ("zh_Hans", "球队3比1获胜。"), ("ja", "7〜9月期は良い。"), ("zh_Hans", "气温为-15℃。"),
        ("fr", "Le train a mis 2 h 30."), ("fr", "Il a 2 h 30 de retard."),
        ("ja", "平成24年12月に開かれた。"), ("zh_Hans", "会议4月召开。"),
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_no_fact(language: str, sentence: str) -> None:
    """Scores, phone numbers, numbers with a zero in front."""
    figures = Figures(language, THURSDAY)
    assert figures.replace(sentence) is None
    figures.collect(sentence)
    assert figures.by_name == {}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The G7 bought the F-16 and flight LH 455 left."),
        ("de", "Der Flug LH 455 der G7."),
        ("zh_Hans", "现有GL8产品。"),
        ("zh_Hans", "CA123航班的波音737降落。"),
        ("ja", "ボーイング737のJL123便が着陸した。"),
        ("ar", "هبطت طائرة بوينغ 737 هناك."),
        ("en", "Flight BA117, a Boeing 777-300ER, landed."),
        ("uk", "Сів Боїнг-737."),
        ("uk", "Рейс PS 101 затримали."),
        ("en", "The S&P 500 and the Nasdaq 100 rose."),
        ("fr", "Le CAC 40 a gagné."),
        ("tr", "BIST 100 endeksi çıktı."),
        ("uk", "Індекс S&P 500 зріс."),
        ("ja", "日経225は上げた。"),
        ("zh_Hans", "沪深300指数上涨。"),
        ("ar", "ارتفع مؤشر فوتسي 100 اليوم."),
    ],
)
def test_names_keep_their_numbers(language: str, sentence: str) -> None:
    """No fact, and the sentence stays as it is."""
    figures = Figures(language, THURSDAY)
    assert figures.replace(sentence) == sentence and figures.by_name == {}


def test_a_year_with_its_word_is_no_number_of_years() -> None:
    """ "2023 року" is in 2023; "5 років" is five years long."""
    figures = Figures("uk", THURSDAY)
    assert figures.replace("З 2023 року міст закритий.") == "З {number} року міст закритий."
    assert figures.replace("Міст закритий 5 років.") is not None
    assert [figure.fact.unit for figure in figures.by_name.values()] == [None, "year"]


@pytest.mark.parametrize("language", TWELVE)
def test_one_unreadable_figure_drops_no_other(language: str) -> None:
    """A person who writes the summary is offered the rest; a bracket with it is left out."""
    figures = Figures(language, THURSDAY)
    figures.collect("Agent 007: 40 %, 12 €.")
    assert [fact.partition(" ")[0] for fact in shown(figures)] == ["40", "12"]
    figures = Figures(language, THURSDAY)
    text = figures.replace("Norton 40 % (+49 30 1234567).")
    assert text == "Norton {percent}."


# What names a day, the day that it is, and what a statement says instead.
DAYS = [
    ("en", "The council met on Tuesday.", "2024-01-02", "The council met on January 2."),
    ("en", "It will open on Monday.", "2024-01-08", "It will open on January 8."),
    ("en", "Yesterday it closed.", "2024-01-03", "On January 3 it closed."),
    ("en", "It closed on Thursday.", "2024-01-04", "It closed on January 4."),
    ("en", "It closed last Thursday.", "2023-12-28", "It closed last Thursday."),
    ("en", "It closed on Saturday.", "2023-12-30", "It closed on December 30, 2023."),
    ("en", "It closed on Tuesday morning.", "2024-01-02", "It closed on Tuesday morning."),
    ("de", "Der Rat tagte am Dienstag.", "2024-01-02", "Der Rat tagte am 2. Januar."),
    ("de", "Der Rat tagte gestern.", "2024-01-03", "Der Rat tagte am 3. Januar."),
    ("de", "Der Rat tagte am Dienstagabend.", "2024-01-02", "Der Rat tagte am Dienstagabend."),
    ("fr", "Le conseil a siégé mardi.", "2024-01-02", "Le conseil a siégé mardi 2 janvier."),
    ("fr", "Le conseil a siégé hier.", "2024-01-03", "Le conseil a siégé le 3 janvier."),
    ("es", "El consejo se reunió el martes.", "2024-01-02",
     "El consejo se reunió el martes 2 de enero."),
    ("es", "El consejo se reunió ayer.", "2024-01-03", "El consejo se reunió el 3 de enero."),
    ("it", "Il consiglio si è riunito martedì.", "2024-01-02",
     "Il consiglio si è riunito martedì 2 gennaio."),
    ("es", "El consejo se reunió el jueves pasado.", "2023-12-28",
     "El consejo se reunió el jueves pasado."),
    ("it", "Giovedì scorso il consiglio si è riunito.", "2023-12-28",
     "Giovedì scorso il consiglio si è riunito."),
    ("fr", "Le conseil s’est réuni jeudi dernier.", "2023-12-28",
     "Le conseil s’est réuni jeudi dernier."),
    ("ar", "اجتمع المجلس الخميس الماضي.", "2023-12-28", "اجتمع المجلس الخميس الماضي."),
    ("es", "El consejo se reúne el jueves que viene.", "2024-01-11",
     "El consejo se reúne el jueves que viene."),
    ("it", "Il consiglio si è riunito ieri.", "2024-01-03",
     "Il consiglio si è riunito il 3 gennaio."),
    ("pl", "Rada zebrała się w czwartek.", "2024-01-04", "Rada zebrała się 4 stycznia."),
    ("pl", "Rada zebrała się wczoraj.", "2024-01-03", "Rada zebrała się 3 stycznia."),
    ("ro", "Consiliul s-a întrunit marți.", "2024-01-02", "Consiliul s-a întrunit pe 2 ianuarie."),
    ("ro", "Consiliul s-a întrunit ieri.", "2024-01-03", "Consiliul s-a întrunit pe 3 ianuarie."),
    ("tr", "Meclis salı günü toplandı.", "2024-01-02", "Meclis 2 Ocak salı günü toplandı."),
    ("tr", "Meclis dün toplandı.", "2024-01-03", "Meclis 3 Ocak günü toplandı."),
    ("uk", "Рада зібралася у вівторок.", "2024-01-02", "Рада зібралася 2 січня."),
    ("uk", "Рада зібралася вчора.", "2024-01-03", "Рада зібралася 3 січня."),
    ("ar", "اجتمع المجلس يوم الثلاثاء.", "2024-01-02", "اجتمع المجلس يوم الثلاثاء 2 يناير."),
    ("ar", "اجتمع المجلس أمس.", "2024-01-03", "اجتمع المجلس يوم 3 يناير."),
    ("ja", "議会は火曜日に開かれた。", "2024-01-02", "議会は1月2日に開かれた。"),
    ("ja", "議会は昨日開かれた。", "2024-01-03", "議会は1月3日開かれた。"),
    ("ja", "議会は2日に開かれた。", "2024-01-02", "議会は1月2日に開かれた。"),
    ("zh_Hans", "议会周二开会。", "2024-01-02", "议会1月2日开会。"),
    ("zh_Hans", "议会上周二开会。", "2023-12-26", "议会2023年12月26日开会。"),
    ("zh_Hans", "议会昨天开会。", "2024-01-03", "议会1月3日开会。"),
    ("zh_Hans", "据报纸4日报道，议会开会。", "2024-01-04", "据报纸1月4日报道，议会开会。"),
    ("zh_Hans", "议会去年4月开会。", "2023-04-01", "议会2023年4月开会。"),
    ("ja", "議会は12月に開かれた。", "2023-12-01", "議会は2023年12月に開かれた。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "day", "wanted"), DAYS)
def test_a_day_is_told_from_the_day_of_publication(
    language: str, sentence: str, day: str, wanted: str
) -> None:
    """The statement reads well, and the fact says from which words it is inferred."""
    figures = Figures(language, THURSDAY, THURSDAY)
    text = figures.replace(sentence)
    (figure,) = figures.by_name.values()
    assert figure.fact.shown() == day
    assert text is not None and reads(text, figures) == wanted
    assert figure.fact.stated and figure.fact.stated in sentence and "Inferred" in figure.doubt


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The shops open every Tuesday, on Tuesdays, and on Black Friday."),
        ("en", "She told the Sunday Times of Good Friday."),
        ("de", "Geöffnet ist sonntags, jeden Dienstag und am Morgen."),
        ("es", "Abre los martes por la mañana."), ("fr", "Fermé le mardi."),
        ("ja", "毎週火曜日に、3日間。"), ("zh_Hans", "每周二开放，3日内。"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_day_is_none(language: str, sentence: str) -> None:
    """Habits, feasts, papers, and how long something takes."""
    figures = Figures(language, THURSDAY, THURSDAY)
    figures.collect(sentence)
    assert not any(isinstance(f.fact.value, datetime.date) for f in figures.by_name.values())


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The trial starts on Tuesday."),
        ("de", "Der Prozess beginnt am Dienstag."),
        ("fr", "Le procès s’ouvre mardi."),
        ("es", "El juicio empieza el martes."),
        ("it", "Il processo comincia martedì."),
        ("pl", "Proces zaczyna się we wtorek."),
        ("ro", "Procesul începe marți."),
        ("tr", "Duruşma salı günü başlıyor."),
        ("uk", "Суд починається у вівторок."),
        ("ar", "تبدأ المحاكمة يوم الثلاثاء."),
        ("ja", "裁判は火曜日に始まる。"),
        ("zh_Hans", "审判将于周二开始。"),
    ],
)
def test_what_begins_begins_on_the_next_day_of_that_name(language: str, sentence: str) -> None:
    """A programme is in the present tense, what is over never."""
    figures = Figures(language, THURSDAY, THURSDAY)
    figures.replace(sentence)
    assert shown(figures)[0].startswith("2024-01-09")


def test_a_day_behind_an_abbreviation_begins_no_sentence() -> None:
    """ "At 2.30 p.m. on Tuesday" goes on in small letters."""
    text = Figures("en", THURSDAY, THURSDAY).replace("It met at 2.30 p.m. on Tuesday in Norton.")
    assert text == "It met at {time} on {date} in Norton."


def test_a_year_is_no_number_of_thousands_in_any_language() -> None:
    """Spanish writes 2017 as all numbers of four digits, English does not: "in 2,017"."""
    figures = Figures("es", THURSDAY, THURSDAY)
    assert figures.replace("Se aplicó en 2017.") == "Se aplicó en {number}."
    (figure,) = figures.by_name.values()
    assert figure.fact.render("en") == "2017"


def test_without_a_day_of_publication_no_day_is_guessed() -> None:
    """Then "on Tuesday" stays what it is."""
    figures = Figures("en", THURSDAY)
    assert figures.replace("It met on Tuesday.") == "It met on Tuesday." and not figures.by_name


def test_a_weekday_beside_its_date_is_one_date() -> None:
    """And what the article says is better than what is inferred."""
    figures = Figures("en", THURSDAY, THURSDAY)
    figures.replace("It met on Tuesday.")
    assert figures.replace("It met on Tuesday, January 2, 2024.") is not None
    stated = [figure.fact.stated for figure in figures.by_name.values()]
    assert stated == ["Tuesday", None]


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [("de", "5.3.2024", "2024-03-05"), ("en", "2024-03-05", "2024-03-05"),
     ("fr", "05/03/2024", "2024-03-05"), ("en", "13/3/2024", "2024-03-13"),
     ("en", "3/5/2024", "2024-03-05"), ("pl", "05.03.2024", "2024-03-05")],
)  # fmt: skip
def test_a_date_in_figures_is_a_date(language: str, words: str, day: str) -> None:
    """Where its order is open, the editor is told."""
    figures = Figures(language, THURSDAY)
    figures.collect(f"Norton {words} Norton.")
    (figure,) = figures.by_name.values()
    assert figure.fact.shown() == day
    assert bool(figure.doubt) == (words == "3/5/2024")


@pytest.mark.parametrize(
    ("language", "sentence", "wanted"),
    [
        ("en", "It opened at 2 p.m.", "It opened at {time}."),
        ("en", "It closed on Sept. 5, 2023.", "It closed on {date}."),
        ("es", "Abrió a las 14:30 horas.", "Abrió a las {time}."),
        ("en", "It opens on 5 May.", "It opens on {date}."),
    ],
)
def test_the_full_stop_is_the_sentences(language: str, sentence: str, wanted: str) -> None:
    """Also where an abbreviation has one, which readers see once."""
    assert Figures(language, THURSDAY).replace(sentence) == wanted


def test_the_year_is_the_one_nearest_to_the_article() -> None:
    """In January "29 December" was last year, and is written with its year."""
    figures = Figures("en", THURSDAY, THURSDAY)
    text = figures.replace("It closed on 29 December.")
    assert text is not None and reads(text, figures) == "It closed on December 29, 2023."
    assert next(iter(figures.by_name.values())).doubt == NO_YEAR


ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "quotes.tsv").read_text("utf-8").splitlines()[1:]
]


@pytest.mark.parametrize(("language", "value", "style", "quote"), ROWS)
def test_quotes_of_news_copy(language: str, value: str, style: str, quote: str) -> None:
    """A quote states the value, or does not."""
    fact = Fact("fact", fact_value(value), style)
    assert fact.occurs_in(quote.removeprefix("NOT: "), language) != quote.startswith("NOT: ")


def fact_value(text: str) -> Value:
    return Fact.from_json(
        "fact",
        {"type": "date" if text.count("-") == 2 else "number", "value": text,
         "format": "long" if text.count("-") == 2 else "decimal"},
    ).value  # fmt: skip


def test_an_inferred_day_is_marked_and_asked_before_signing() -> None:
    """A comment in the file, and a question of the checks until somebody confirms it."""
    text = "Quay closes\nThe quay in the town of Norton was closed on Tuesday for repairs.\n"
    found = proposal.propose(text, "en", 5, THURSDAY, published=THURSDAY)
    content = proposal.to_toml(found)
    assert "# Inferred from “Tuesday” and the article's day of publication: check it." in content
    assert 'stated = "Tuesday"' in content
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder).resolve() / "articles" / "quay"
        room.mkdir(parents=True)
        (room / "article.txt").write_text(text, "utf-8")
        (room / "summary.toml").write_text(content, "utf-8")
        read = article.load(room)
    (message,) = [m for m in read.source.messages if m.context != "headline"]
    said = [o.text for o in checks.run(subject_of(message, "en", message.forms))]
    assert "does “Tuesday” in the evidence say January 2 (2024-01-02)? Confirm it" in said


@given(
    st.sampled_from(TWELVE),
    st.lists(
        st.sampled_from([part for _, s, _ in KINDS for part in s.split()]
                        + [s for _, s, *_ in DAYS] + [s for _, s, _ in KINDS]),
        min_size=1, max_size=6,
    ),
)  # fmt: skip
@settings(deadline=None, max_examples=150)
def test_every_fact_can_be_written_and_read_again(language: str, parts: list[str]) -> None:
    """Whatever stands beside whatever: the table of a fact says what the fact is."""
    figures = Figures(language, THURSDAY, THURSDAY)
    sentence = " ".join(parts)
    figures.collect(sentence)
    for name, figure in figures.by_name.items():
        assert figure.quote in sentence
        data = fact_toml.table(figure).unwrap()
        values = data["value"] if isinstance(data["value"], list) else [data["value"]]
        assert [str(v) for v in values] == [str(v) for v in figure.fact.values]
        assert isinstance(figure, Figure) and figure.fact.name == name


@pytest.mark.parametrize(
    ("language", "sentence", "statement"),
    [
        ("de", "Sie stieg auf 1,2 Mio.", "Sie stieg auf 1,2 Millionen."),
        ("pl", "„Ceny wzrosły o 7 proc.”", "„Ceny wzrosły o 7%.”"),
        ("uk", "Почнеться о 10-й годині.", "Почнеться о 10:00."),
        (
            "en",
            "It fired two 120 mm rounds 2 km away.",
            "It fired two 120 mm rounds 2 kilometers away.",
        ),
        ("en", "It has a 1,340km (832-mile) border.", "It has a 1,340km (832-mile) border."),
        ("en", "It was of 0.50 calibre.", "It was of 0.50 calibre."),
        ("uk", "Протягом 24 годин падав сніг.", "Протягом 24 годин падав сніг."),
    ],
)
def test_a_sentence_stays_right(language: str, sentence: str, statement: str) -> None:
    """Its full stop, which an abbreviation shared, and the case of a unit's word."""
    figures = Figures(language, THURSDAY, THURSDAY)
    text = figures.replace(sentence)
    assert text is not None and reads(text, figures) == statement
