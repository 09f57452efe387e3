"""A Reply as the activity that Teams is sent: a card with a summary, or plain text."""

from typing import Any

from bot.rendering.cards import CONTENT_TYPE, card
from dialogs.messages import Reply


def activity(reply: Reply, bot_id: str) -> dict[str, Any]:
    """The activity of a reply.

    Never text beside a card: Teams would split the two and return no id. The first line goes out
    as the summary, and the full text in the card's fallback. A plain message is a sentence of ours:
    Teams reads markdown in it even where it is told not to, so what people wrote goes on cards.
    """
    message: dict[str, Any] = {
        "type": "message",
        "from": {"id": bot_id},
        "summary": reply.first_line,
    }
    if not reply.blocks:
        return message | {"text": reply.first_line, "textFormat": "plain"}
    return message | {"attachments": [{"contentType": CONTENT_TYPE, "content": card(reply)}]}
