"""What goes out to Teams: a card or a sentence, never both, and a line for the lock screen."""

from bot.rendering.activities import activity
from dialogs.help import plain
from dialogs.messages import Reply
from tests.dialogs.week import WORDS


def test_a_card_goes_out_without_text_beside_it(tour: list[Reply]) -> None:
    """Teams splits an activity that has both, and returns no id for it."""
    for reply in tour:
        sent = activity(reply, "28:bot")
        assert "text" not in sent
        assert len(sent["attachments"]) == 1
        assert sent["summary"] == reply.first_line


def test_a_first_line_quotes_nobody(tour: list[Reply]) -> None:
    """It shows on lock screens: no words of an update, no name of a person."""
    for reply in tour:
        assert "“" not in reply.first_line
        assert not any(words in reply.first_line for words in WORDS.values())
        assert "Samira" not in reply.first_line


def test_a_sentence_goes_out_as_text() -> None:
    """Short answers are messages, not cards."""
    sent = activity(plain("Hello."), "28:bot")
    assert (sent["text"], sent["summary"], "attachments" in sent) == ("Hello.", "Hello.", False)
    assert sent["from"] == {"id": "28:bot"}
