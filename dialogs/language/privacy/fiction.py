"""What is told of nobody: invented cases of trainings, role plays and tests of a system."""

import re

INVENTED = r"(?:made[\s-]?up|fictional|fictitious|dummy|invented|imaginary|pretend)"
TALE = (
    r"(?:case\s+stud(?:y|ies)|case|cases|famil(?:y|ies)|child|children|example|examples|scenarios?|records?|names?"
    r"|chronology|assessment|genogram|referral|data|patient|person|pupil|profile|character|boy|girl|mum|dad|siblings"
    r"|young\s+person|plan|vignette|address|detail|details)"
)
BEGINS = re.compile(
    rf"\b(?:{INVENTED}\s+(?:[\w-]+\s+){{0,2}}?{TALE}\b"
    r"|mock\s+(?:case(?!s)|famil|child|record|scenario|chronology)"
    r"|role[\s-]?plays?\s*(?::|=|-\s|\(|case|about|of\s+(?:an?|child)|famil(?:y|ies)|scenarios?|with\s+(?:an?|child)\b)"
    r"|(?:training|e-?learning|workshop|induction|exercise|practice|module)\s+(?:scenarios?|vignettes?)\b|vignettes?\b"
    r"|scenario\s+for\s+(?:the\s+)?(?:training|workshop|module|induction)\b)",
    re.IGNORECASE,
)
SAID_OF_IT = re.compile(
    rf"\([^()]*\b(?:(?-i:{INVENTED})|not\s+real|not\s+a\s+real\s+\w+)\b[^()]*\)"
    rf"|\b(?:is|are|all|its|it's|theyre|they're|entirely|totally|completely|names?)\s+"
    r"(?:made[\s-]?up|fictional|fictitious|invented|not\s+real|imaginary)\b(?!\s+(?:of|by|her|his|their|the)\b)",
    re.IGNORECASE,
)
REAL = re.compile(
    r"\b(?:(?<!not\s)(?<!not\sa\s)(?<!no\s)real|true|genuine|actual|anonymi[sz]ed|redacted|based\s+on"
    r"|(?:not|isnt|isn't|arent|aren't|no|wasnt|wasn't|never)\s+(?:an?\s+|all\s+)?"
    r"(?:made|fictional|fictitious|dummy|invented|imaginary|role|drill|exercise|scenario|training|vignette|pretend|mock))",
    re.IGNORECASE,
)
HINTS = (
    "made up", "made-up", "fictional", "fictitious", "dummy", "invented", "imaginary", "pretend",
    "mock ", "role play", "role-play", "roleplay", "vignette", "scenario", "not real", "not a real",
)  # fmt: skip
SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?=\S))+")


def fiction(text: str) -> list[tuple[int, int]]:
    """The parts of a text that tell of somebody invented, each to the end of its sentence."""
    lower = text.lower()
    if not any(hint in lower for hint in HINTS) or REAL.search(text):
        return []
    return [
        (begins, sentence.end())
        for sentence in SENTENCE.finditer(text)
        if (begins := _begins(text, *sentence.span())) is not None
    ]


def _begins(text: str, start: int, end: int) -> int | None:
    """Where in a sentence an invented case begins."""
    if SAID_OF_IT.search(text, start, end):
        return start
    for begins in BEGINS.finditer(text, start, end):
        # With a capital it is the name of a street or a school: 29 Imaginary Way.
        if begins[0][0].islower() or not text[start : begins.start()].strip(" -–:\"'(*•"):
            return begins.start()
    return None
