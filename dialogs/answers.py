"""Answers in chat to what is asked of the record: plain lists, worst first, every line sourced."""

from collections.abc import Callable, Mapping

from dialogs import action_answers, actions, lists, overviews, questions, reports_asked
from dialogs.earlier import theme_of_channel
from dialogs.help import cannot_answer, offering, plain, show_help
from dialogs.language.meaning import Query, QueryKind
from dialogs.messages import Place, Reply
from dialogs.questions import NOT_LINKED, OTHER_THEME
from dialogs.turn import Turn

ASK_ME_THERE = "Please ask me that in a personal chat: it is about what is yours."


def answer(turn: Turn, query: Query) -> Reply:
    """Answer a question. In a channel only the channel's theme is spoken of, in a group nothing."""
    if turn.message.place is Place.GROUP:
        return show_help(turn)
    allowed = query if turn.personal else _of_channel(turn, query)
    if isinstance(allowed, Reply):
        return allowed
    handler = ANSWERS.get(allowed.kind)
    return handler(turn, allowed) if handler else cannot_answer(turn)


def _of_channel(turn: Turn, query: Query) -> Query | Reply:
    """The question narrowed down to the channel's theme, or why it is not answered here."""
    code = theme_of_channel(turn.record, turn.message.channel_id)
    if code is None:
        return offering(NOT_LINKED)
    if query.scope == "own" or query.kind is QueryKind.MY_ACTIONS:
        return plain(ASK_ME_THERE)
    directory = turn.record.directory()
    named = {action.ref: action.theme for action in directory.actions}
    if query.theme not in {None, code} or named.get(query.action or "", code) != code:
        name = next(theme.name for theme in directory.themes if theme.code == code)
        return offering(OTHER_THEME.format(theme=name))
    return query.model_copy(update={"theme": code})


ANSWERS: Mapping[QueryKind, Callable[[Turn, Query], Reply]] = {
    QueryKind.THEME_STATUS: lambda turn, query: questions.theme_status(turn, query.theme or ""),
    QueryKind.MY_ACTIONS: lambda turn, _: actions.my_actions(turn),
    QueryKind.OVERDUE: lists.listed_actions,
    QueryKind.FILTER: lists.listed_actions,
    QueryKind.NO_UPDATE_SINCE: lists.listed_actions,
    QueryKind.CHANGES_SINCE: lists.listed_actions,
    QueryKind.DUE_BETWEEN: lists.listed_actions,
    QueryKind.BY_PARTNER: overviews.by_partner,
    QueryKind.BY_SOURCE: overviews.by_source,
    QueryKind.RISKS: lists.listed_risks,
    QueryKind.ACTION_DETAIL: action_answers.detail,
    QueryKind.HISTORY: action_answers.history,
    QueryKind.EXPLAIN: action_answers.explanation,
    QueryKind.COUNTS: overviews.counts,
    QueryKind.PLAN_STATUS: overviews.plan_status,
    QueryKind.TREND: overviews.trend,
    QueryKind.CALENDAR: overviews.calendar,
    QueryKind.PROGRAMME_READINESS: overviews.readiness,
    QueryKind.HIGHLIGHT_REPORT: reports_asked.highlight_report,
    QueryKind.EXCEPTION_REPORT: reports_asked.exception_report,
    QueryKind.EXPORT: reports_asked.export,
}
