"""What pages say in a language, asked of the catalogue and of the referential rather than copied."""

import re
from datetime import date

from babel.dates import format_date

from assessment.referential import Axis, Language, referential
from web.languages import sentences

FOREIGN = {
    "fr": re.compile(
        r"\b(the|your|you|and|with|what|this|that|was|have|has|been|from|yes|none)\b", re.IGNORECASE
    ),
    "en": re.compile(r"\b(vous|votre|vos|les|des|une|dans|est|avec|pour|oui|niveau)\b", re.IGNORECASE),
}
FAULTS = {
    "fr": re.compile(r"\w'\w|\w [;:?!»]|« |[\w)][;?!](?!\w)|\"|\.\.\."),
    "en": re.compile(r"\w'\w|\"|\s[;:?!](?=\s)|\.\.\."),
}
ADDRESS = re.compile(r"\S+@\S+|https?://\S+")
UNFILLED = re.compile(r"%\(\w+\)|\{\w+\}|\{\{")


class Words:
    """The sentences of one language, as pages show them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._sentences = sentences(language)

    def __call__(self, sentence: str, **facts: object) -> str:
        """A sentence of the code, in this language."""
        said: str = self._sentences.ugettext(sentence)
        return said % facts if facts else said

    def several(self, one: str, many: str, number: int) -> str:
        """A sentence of the code that agrees with a number."""
        said: str = self._sentences.ungettext(one, many, number)
        return said % {"num": number}

    def axis(self, axis: Axis) -> str:
        """The name of an axis."""
        return referential().sheets[axis].label[self.language]

    def ground(self, name: str) -> str:
        """What a peer may rely on."""
        return next(each.text[self.language] for each in referential().grounds if each.id == name)

    def skip(self, name: str) -> str:
        """A reason to skip a question or an axis."""
        return next(each.text[self.language] for each in referential().skips if each.id == name)

    def day(self, day: date) -> str:
        """A day in words."""
        return format_date(day, "long", locale="en_GB" if self.language == "en" else "fr")

    def check(self, text: str, where: str) -> None:
        """Fail if a text holds another language, marks badly set, or blanks left unfilled."""
        rules = (FOREIGN[self.language], FAULTS[self.language], UNFILLED)
        read = ADDRESS.sub("", text)
        found = [each for rule in rules for each in rule.finditer(read)]
        faults = [read[max(0, each.start() - 30) : each.end() + 30] for each in found]
        assert not faults, f"{where}: {faults}"
