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
