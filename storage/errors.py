"""What the record refuses, each error named for the rule that it keeps."""


class RecordError(Exception):
    """Something the record would not do; nothing was changed."""


class RecordUnavailable(RecordError):
    """The database could not be reached or would not answer in time; try again later."""


class RecordConflict(RecordError):
    """A row with the same identity is there already: somebody else was quicker."""


class DatabaseUnusable(RecordError):
    """The database cannot be opened at all; the message says what to put right."""


class StalePosition(RecordError):
    """The action has been updated since the position that this change was made against."""


class UndoRefused(RecordError):
    """The submission is another person's, too old, already taken back, or was built upon."""


class RuleBroken(RecordError):
    """A rule of the programme forbids it; each kind is named, its words are for the log."""


class NotAllowed(RuleBroken):
    """The person has no right to do this (programme.md, Rights)."""


class ScoreOutOfRange(RuleBroken):
    """A likelihood or an impact is not a whole number from 1 to 5."""


class PercentOutOfRange(RuleBroken):
    """A percent complete is not a whole number from 0 to 100."""


class BlueNeedsSignOff(RuleBroken):
    """Blue means complete and signed off: only a decision of the lead makes an action blue."""


class StageNeedsDecision(RuleBroken):
    """Implemented needs the lead, embedded the board, going back a reopening (seed 2.12)."""


class ActionClosed(RuleBroken):
    """The action is implemented: its rating and percent stand until it is reopened."""


class NotImplementedYet(RuleBroken):
    """Only an implemented action can be reopened, or found to be embedded."""


class ReasonMissing(RuleBroken):
    """A due date is not asked for, nor anything refused or corrected, without saying why."""


class NothingAsked(RuleBroken):
    """The request asks for what stands already, or does not say for what."""


class DueBeforeStart(RuleBroken):
    """An action cannot be due before it starts."""


class AlreadyAsked(RuleBroken):
    """The same is asked for already and waits for a decision."""


class AlreadyDecided(RuleBroken):
    """Somebody else was quicker; `decisions` of the request say who and when."""


class NeedsBoard(RuleBroken):
    """A second slip, a priority action, a priority or embedding is for the board to decide."""


class NotForBoard(RuleBroken):
    """The lead decides this, and has not sent it to the board."""


class MeetingMissing(RuleBroken):
    """A board's decision needs the meeting at which it was taken, and that it has been held."""


class ImpactEvidenceMissing(RuleBroken):
    """Embedded needs an impact rating and evidence (seed 2.12)."""


class NothingToCorrect(RuleBroken):
    """The update is not the author's to correct, or was corrected or withdrawn already."""


class HandoverCircular(RuleBroken):
    """Roles would succeed each other in a circle, or a person would follow themselves."""


class DayOutOfOrder(RuleBroken):
    """A period would end before it begins, or a role change hands before it was taken on."""


class RoleVacant(RuleBroken):
    """Nobody holds the role, so nobody can hand it over: appoint somebody."""


class RoleHeld(RuleBroken):
    """Somebody holds the role already: hand it over, or say that it is shared from then on."""


class RoleShared(RuleBroken):
    """Several people hold the role: which of them hands it over has to be said."""


class RoleSucceeded(RuleBroken):
    """Another role has taken this one over and is the one to deal with."""


class NotHolder(RuleBroken):
    """The person who is to hand the role over does not hold it."""


class AlreadyHolds(RuleBroken):
    """The person holds the role already, or is to hold it from a later day."""


class HandoverGap(RuleBroken):
    """Nobody would hold the role between its holder's last day and the day of the handover."""


class HandoverOverlaps(RuleBroken):
    """The role goes to somebody else after its holder's last day; that was arranged before."""


class DayToCome(RuleBroken):
    """What belongs to a role moves at once: a reorganisation is entered on its day or later."""


class HasLeft(RuleBroken):
    """The person has left, or it is known on which day they will."""


class AlreadyLeft(RuleBroken):
    """The person's last day is in the record already."""


class NotLeft(RuleBroken):
    """The person has not left, or is anonymous since and cannot come back under this record."""


class StillHoldsRole(RuleBroken):
    """Who holds a role, or is to hold one, cannot be made anonymous: hand the role over first."""


class LastOfOffice(RuleBroken):
    """Nobody would be left in the programme office to run the programme."""


class AlreadyAnonymous(RuleBroken):
    """The person was made anonymous before; there is nothing left to remove."""


class AlreadyAway(RuleBroken):
    """Some of these days are in the record as days away: change that period instead."""


class NotAway(RuleBroken):
    """The person is not away then, or the period was called off already."""


class AlreadyClosed(RuleBroken):
    """The organisation is closed on some of these days already."""


class NotClosed(RuleBroken):
    """The organisation is open again already."""


class NoWorkingDays(RuleBroken):
    """At least one weekday is worked, and a weekday is a number from 0, Monday, to 6, Sunday."""
