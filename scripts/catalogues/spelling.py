"""One spelling for the names of administrative units.

Sources disagree on where the tone mark of an open `oa`, `oe`, `uy` goes
(`Hòa` or `Hoà`), on blanks and on the apostrophe. The catalogue writes what the lists published
in 2026 write: mark on the last vowel, one blank, straight apostrophe, NFC.
"""

import re
import unicodedata

_LAST_VOWEL = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
    "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}
_OPEN_SYLLABLE = re.compile(r"(?<![qQ])(" + "|".join(_LAST_VOWEL) + r")(?!\w)")


def spelled(name: str) -> str:
    """The catalogue spelling of a unit's name; applying it twice changes nothing."""
    name = unicodedata.normalize("NFC", name)
    name = re.sub(r"\s+", " ", name).strip().replace("\u2019", "'").replace("\u2013", "-")
    return _OPEN_SYLLABLE.sub(lambda match: _LAST_VOWEL[match[1]], name)
