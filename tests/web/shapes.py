"""A page without its words: what is its own, and the frame around it, whichever entry is lit."""

import re

WORDS = re.compile(r'>[^<]*<|(?<!class)="[^"]*"')  # what does not change the shape of a page
SAID = re.compile(r'>[^<]*<|="[^"]*"')
PLAIN = re.compile(r'(&\w*;?)|[^<>&="]+')  # words, but for what they escape


def shapes(text: str) -> set[str]:
    """What axe looks at: elements, their order, their classes."""
    return {WORDS.sub("", each) for each in parts(text)}


def markup(text: str) -> set[str]:
    """What a parser looks at: the same, and whatever stands for another character."""
    return {SAID.sub(lambda said: PLAIN.sub(r"\1", said[0]), each) for each in parts(text)}


def parts(text: str) -> tuple[str, str]:
    """What is a page's own, and the frame around it."""
    start, end = text.index("<main"), text.index("</main>")
    frame = text[:start] + text[end:]
    return text[start:end], frame.replace(' aria-current="page"', "").replace(' aria-current="true"', "")
