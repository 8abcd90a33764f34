"""French and English typography, set when a sentence is shown; catalogues and data stay plain.

French follows the « Lexique des règles typographiques en usage à l'Imprimerie nationale »: a no-break space
before : ; ? ! and inside « », a narrow one before % and between thousands.
"""

import re
from functools import lru_cache

NO_BREAK = "\u00a0"
NARROW = "\u202f"
WORD_JOINER = "\u2060"
APOSTROPHE = "\u2019"

# What is copied or clicked is left as it is.
ADDRESS = re.compile(r"(\S+@\S+|(?:https?://|www\.)\S+)")
HYPHENATED = re.compile(
    r"(?<=\w)-(?=(?:ce|t-|faire|vivre|concevoir|être|je|ils?|elles?|on|nous|vous|en|les?|la)\b)",
    re.IGNORECASE,
)
RULES_FR = (
    (re.compile(r"(?<=\w)'(?=[\w«%])"), APOSTROPHE),
    (re.compile(r"[ \u00a0\u202f]+([?!;:])(?=\s|$|[)»*.])"), NO_BREAK + r"\1"),
    (re.compile(r"«[ \u00a0]*"), "«" + NO_BREAK),
    (re.compile(r"[ \u00a0]*»"), NO_BREAK + "»"),
    (re.compile(r"(?<=\d)[ \u00a0]+(?=%(?!\())"), NARROW),
    (re.compile(r"(?<!\d)(\d{1,3})[ \u00a0](?=\d{3}\b)"), r"\1" + NARROW),
    (HYPHENATED, "-" + WORD_JOINER),
)
RULES_EN = (
    (re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?= )"), APOSTROPHE),
    (re.compile(r"\"([^\"\n]*)\""), "\u201c\\1\u201d"),
)


@lru_cache(maxsize=4096)
def typo(text: str, language: str) -> str:
    """A plain sentence as it should be read in this language; typing it again changes nothing.

    Addresses of pages and of mail, times and the names that `%` fills stay as they are.
    """
    pieces = ADDRESS.split(text)
    pieces[::2] = [_typed(piece, language) for piece in pieces[::2]]
    return "".join(pieces)


def _typed(text: str, language: str) -> str:
    for pattern, replacement in RULES_FR if language == "fr" else RULES_EN:
        text = pattern.sub(replacement, text)
    return text
