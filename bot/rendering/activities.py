"""A Reply as the activity that Teams is sent: a card with a summary, or plain text."""

from typing import Any

from bot.rendering.cards import CONTENT_TYPE, card
from bot.rendering.plain import as_text
from dialogs.messages import Reply

AS_TEXT = "as_text"


def is_card(reply: Reply) -> bool:
    """Whether the reply is drawn; one without blocks, or to be pasted elsewhere, is text."""
    return bool(reply.blocks) and reply.kind != AS_TEXT


def activity(reply: Reply, bot_id: str) -> dict[str, Any]:
    """The activity of a reply.

    Never text beside a card: Teams would split the two and return no id. The first line goes out
    as the summary, and the full text in the card's fallback.
    """
    message: dict[str, Any] = {
        "type": "message",
        "from": {"id": bot_id},
        "summary": reply.first_line,
    }
    if not is_card(reply):
        return message | {"text": as_text(reply), "textFormat": "plain"}
    return message | {"attachments": [{"contentType": CONTENT_TYPE, "content": card(reply)}]}
