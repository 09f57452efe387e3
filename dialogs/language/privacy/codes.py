"""Numbers of an office by what stands before them: orders, invoices, tickets, meetings, books."""

import re

LABEL = re.compile(
    r"(?:\b(?:cost|recharge|ledger|budget|fund|funding|grade|account|job|project|activity|charge|bar|post|sort"
    r"|subjective|analysis|payroll|tax|vat|product|stock|dial|error|course|access|licen[cs]e|serial|promo"
    r"|voucher|finance)[\s-]*(?:codes?|centres?|keys?)"
    r"|\binvoices?|\bpos?\b|\bp/o\b|\bpurchase\s+orders?|\btickets?|\bvirements?|\bgl\b|\bledgers?|\bbudgets?"
    r"|\baccounts?|\breleases?|\brfc|\bfoi|\bsar\b|\bversions?|\bv(?=\s?\d)|\brequisitions?|\breq\b|\bcontracts?"
    r"|\borders?|\bpayments?|\bjournals?|\bassets?|\bserials?|\bparts?|\bchanges?|\bchg|\binc(?=\d)"
    r"|\bincident\s+inc|\bhelpdesk|\bhelp\s+desk|\bjira|\bservicenow|\bservice\s?desk|\bisbn(?:-?1[03])?|\bissn"
    r"|\bean|\bbarcodes?|\bgrants?|\bvendors?|\bsuppliers?|\bvacanc(?:y|ies)|\bjobs?|\bpost\s+(?:no|ref)"
    r"|\bmeeting|\bmtg|\bzoom|\bteams|\bwebex|\bpasscode|\bpin|\bbids?|\btenders?|\blots?|\bfunds?|\brecharges?"
    r"|\bquotes?|\breceipts?|\btags?|\bimei|\blaptops?|\bphone\s+serial|\bgrades?|\bspine\s+points?|\bcompany"
    r"|\bcharity|\bvat|\bbuild|\bpatch|\bupgrade|\bcourse|\bbooking|\bcheque|\bdevice|\bdocument|\bpolicy|\bform"
    r"|\b(?:ofsted|school|provider|setting)\s+urns?|\bdoi|\bminute|\bmin|\bpapers?|\bagenda|\bitems?|\bappendix|\bcabinet)"
    r"(?:\s+(?:codes?|lines?|nos?|numbers?|nums?|refs?|references?|requests?|ids?|tags?|is|was|of))*"
    r"\s*[.:#=(-]*\s*\(?(?:[\w/-]*\d[\w/-]*\s*(?:,|and|&|to|-)\s*)?(?:[a-z]{2,4}[-/]?)?[\d-]{0,6}\Z",
    re.IGNORECASE,
)
POLICE_LABEL = re.compile(
    r"\b(?:incidents?|inc|crime|cads?|storm|logs?|urn|niche|occurrence|custody)"
    r"(?:\s+(?:log|inc|nos?|numbers?|num|refs?|reference|id))*\s*[.:#=-]*\s*\Z",
    re.IGNORECASE,
)
BEFORE = 40


def of_an_office(text: str, start: int) -> bool:
    """Whether a number that begins here is a code of the office, by the words before it."""
    return LABEL.search(text, max(0, start - BEFORE), start) is not None


def of_the_police(text: str, start: int) -> bool:
    """Whether a number that begins here is one of the police's, by the words before it."""
    return POLICE_LABEL.search(text, max(0, start - BEFORE), start) is not None
