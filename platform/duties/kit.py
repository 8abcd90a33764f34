"""The opening kit: a notice for the works council, a draft impact assessment; filled in, to be completed."""

from assessment.referential import Language, Text
from badges.words import said
from duties import words
from duties.facts import Facts
from duties.papers import Paper, Part, Table
from duties.register import measures, who
from duties.retention import rows


def council_notice(facts: Facts, language: Language) -> Paper:
    """What a works council needs to know, and to discuss."""
    name = facts.cooperative
    return Paper(
        title=said(words.NOTICE, language, cooperative=name),
        lead=said(words.NOT_ADVICE, language),
        parts=(
            Part(
                said(words.WHY, language),
                [said(each, language, cooperative=name) for each in words.WHY_WORDS],
            ),
            Part(said(words.IS_NOT, language), lines=all_said(words.IS_NOT_LINES, language)),
            Part(said(words.DECIDED, language), facts=decided(facts, language)),
            Part(said(words.RIGHTS, language), lines=all_said(words.RIGHTS_LINES, language)),
            Part(said(words.ANSWERS, language), facts=who(facts, language)),
            Part(said(words.QUESTIONS, language), lines=all_said(words.QUESTION_LINES, language)),
            Part(said(words.OPINION, language), lines=all_said(words.OPINION_LINES, language)),
        ),
    )


def impact_assessment(facts: Facts, language: Language) -> Paper:
    """What could happen to people, and what is done about it."""
    heads = [said(each, language) for each in (words.RISK, words.MEASURE, words.LEFT)]
    risks = [[said(cell, language, floor=facts.terms.floor) for cell in row] for row in words.RISK_ROWS]
    lengths = Table(
        [said(each, language) for each in (words.WHAT, words.LONG)], rows(facts.settings, language)
    )
    safe = measures(language)
    return Paper(
        title=said(words.ASSESSMENT, language, cooperative=facts.cooperative),
        lead=said(words.NOT_ADVICE, language),
        parts=(
            Part(
                said(words.CONTEXT, language),
                all_said(words.CONTEXT_WORDS, language),
                facts=who(facts, language),
            ),
            Part(
                said(words.NEEDED, language),
                lines=all_said(words.NEEDED_LINES, language),
                facts=decided(facts, language),
            ),
            Part(said(words.RISKS, language), table=Table(heads, risks)),
            Part(said(words.SAFE, language), safe.paragraphs, safe.lines),
            Part(said(words.LENGTHS, language), table=lengths),
            Part(said(words.CONCLUSION, language), lines=all_said(words.CONCLUSION_LINES, language)),
        ),
    )


def decided(facts: Facts, language: Language) -> list[tuple[str, str]]:
    """What the charter in force decides, in figures."""
    terms = facts.terms
    return [
        (said(words.FLOOR, language), said(words.AT_LEAST, language, n=terms.floor)),
        (said(words.NOTICE_DAYS, language), said(words.DAYS, language, n=terms.notice_days)),
        (said(words.A_YEAR, language), said(words.AT_MOST, language, n=terms.closes_a_year)),
        (said(words.ROLES, language), f"{terms.coordinators}, {terms.mediators}"),
        (said(words.MEMBERS, language), str(facts.members)),
    ]


def all_said(sentences: tuple[Text, ...], language: Language) -> list[str]:
    """Sentences that need no facts."""
    return [said(each, language) for each in sentences]
