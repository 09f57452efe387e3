"""From an activity of Teams to a Message: who, where, what was said or tapped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from botbuilder.core import TurnContext
from botbuilder.schema import Activity

from dialogs.messages import Message, Place, Sender, Tap
from storage.channels import Address


@dataclass(frozen=True)
class Audience:
    """Whom this bot serves: Entra tenants, and email domains whose people may be bound.

    No tenants are named in local mode only, and allow every one. No domains allow every domain of
    the tenants.
    """

    tenants: frozenset[str]
    email_domains: frozenset[str]
    front_door: str = ""
    """Whom its people are to tell when a child may be at risk."""

    def serves(self, tenant_id: str) -> bool:
        """Whether people of this tenant are answered."""
        return not self.tenants or tenant_id.lower() in self.tenants

    def may_bind(self, address: str) -> bool:
        """Whether an account with this address may be bound to a person of the plan."""
        return not self.email_domains or address.rpartition("@")[2].lower() in self.email_domains


def read(activity: Activity, audience: Audience, at: datetime, tap: Tap | None = None) -> Message:
    """The message of an activity, received `at`; one that carries a tap has no words."""
    data = activity.channel_data if isinstance(activity.channel_data, dict) else {}
    tenant_id = _tenant(activity, data)
    sender = activity.from_property
    return Message(
        sender=Sender(
            tenant_id, sender.aad_object_id or sender.id, ours=audience.serves(tenant_id)
        ),
        place=_place(activity),
        address=Address(
            tenant_id,
            activity.service_url or "",
            activity.conversation.id,
            activity.recipient.id if activity.recipient else "",
        ),
        activity_id=activity.id or uuid4().hex,
        at=at,
        text="" if tap else _spoken(activity),
        tap=tap,
        channel_id=_channel_id(data),
        front_door=audience.front_door,
    )


def submitted(activity: Activity) -> Tap | None:
    """An Action.Submit arrives as a message with a value and no text."""
    value = activity.value
    if activity.text or not isinstance(value, dict):
        return None
    return Tap(str(value.get("verb", "")), _cleaned(value), activity.reply_to_id)


def executed(activity: Activity) -> Tap | None:
    """An Action.Execute arrives as an invoke whose action names the verb; None if it does not."""
    value = activity.value if isinstance(activity.value, dict) else {}
    action = value.get("action")
    if not isinstance(action, dict) or not isinstance(action.get("verb"), str):
        return None
    data = action.get("data")
    return Tap(
        action["verb"], _cleaned(data if isinstance(data, dict) else {}), activity.reply_to_id
    )


def _cleaned(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _storable(value) if isinstance(value, str) else value
        for name, value in data.items()
        if isinstance(name, str)
    }


def _spoken(activity: Activity) -> str:
    """What was said to the bot, without the mention of it."""
    text = TurnContext.remove_recipient_mention(activity) if activity.entities else activity.text
    return _storable(text or "").strip()


def _storable(text: str) -> str:
    # PostgreSQL refuses the NUL character, which nobody can type.
    return text.replace("\x00", "")


def _tenant(activity: Activity, data: Mapping[str, Any]) -> str:
    return (_id_of(data, "tenant") or activity.conversation.tenant_id or "").lower()


def _channel_id(data: Mapping[str, Any]) -> str | None:
    # The general channel has its team's id, and may go unnamed.
    return _id_of(data, "channel") or _id_of(data, "team")


def team_id(activity: Activity) -> str | None:
    """The team that an activity comes from; its roster is asked for by this id."""
    data = activity.channel_data
    return _id_of(data, "team") if isinstance(data, dict) else None


def _id_of(data: Mapping[str, Any], name: str) -> str | None:
    part = data.get(name)
    found = part.get("id") if isinstance(part, dict) else None
    return found if isinstance(found, str) else None


def _place(activity: Activity) -> Place:
    try:
        return Place(activity.conversation.conversation_type or Place.PERSONAL)
    except ValueError:
        return Place.GROUP
