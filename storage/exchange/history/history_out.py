"""Every table of the record's history that a programme office would want, in people's words."""

from collections.abc import Callable

from storage.exchange.extracts.extract import Extract
from storage.exchange.extracts.listing import Listing
from storage.exchange.history import (
    decision_history,
    paper_history,
    plan_history,
    progress_history,
    risk_history,
)

# Each is asked only when its turn comes; what it asks is a stream.
HISTORY: tuple[Callable[[Extract], Listing], ...] = (
    progress_history.updates,
    progress_history.readings,
    progress_history.milestones,
    risk_history.revisions,
    risk_history.mitigations,
    risk_history.issues,
    risk_history.sightings,
    decision_history.requests,
    decision_history.challenges,
    plan_history.plan_changes,
    plan_history.meetings,
    paper_history.summaries,
    paper_history.reports,
)
# What belongs to the programme as a whole, and to no one theme or organisation.
OF_THE_WHOLE: tuple[Callable[[Extract], Listing], ...] = (
    plan_history.versions,
    plan_history.imports,
    paper_history.audit_trail,
)


def history(extract: Extract) -> tuple[Listing, ...]:
    """The tables of the history; their rows are read while they are taken."""
    wanted = HISTORY + OF_THE_WHOLE if extract.scope.whole else HISTORY
    return tuple(listing(extract) for listing in wanted)
