"""What the bot says beside answers: about an answer that was given, and what was chosen."""

from collections.abc import Sequence

from bot import contract, replies
from bot.amounts import counted
from bot.citations import cite
from bot.preferences import Preferences
from bot.reply import Listing, Mentions, Paragraph, Part, Reply
from bot.words import LANGUAGES, Words
from retrieval import Quote

AROUND = Words("What the answer quotes, with what stands before and after it:")
CHANGED_SINCE = Words("The document of {} has changed or gone since, so there is nothing around it to show.")
NO_MORE = Words("The documents hold nothing more on this.")
FURTHER = Words("What ranks next, which may not be about this:")
THANKED = Words("Noted, thank you: this helped.")
NOTED = Words("Noted, thank you: this did not help. The moderators see it in the list of gaps.")
REFERRED = Words("The moderators were asked.")
REFERRED_BEFORE = Words("The moderators were asked this before.")
FOR_MODERATORS = Words("A question for the moderators, from {}: {}")
NOT_DELIVERED = Words(
    "The moderators could not be asked: nothing can be posted in their channel from here. It may be gone, or closed to "
    "the bot; a moderator can choose another one: /setup."
)
NOT_TOLD = Words("Others could not be told of it: the bot may not write in their channel.")

CHOSEN = Words("This is chosen now:")
SETTINGS = Words("These are the settings here:")
YES, NO, NOT_CHOSEN = Words("yes"), Words("no"), Words("not chosen")
EVERYWHERE = Words("everywhere")
USUAL = Words("as the operator has set it")
ASKERS = Words("that of whoever asks")
NAMES = {
    "moderators": Words("channel for questions to a person"),
    "channels": Words("channels where the bot answers"),
    "private": Words("answers are private unless asked otherwise"),
    "private_refusals": Words("refusals are private"),
    "mentions": Words("mentions are answered"),
    "cooldown": Words("requests of one person"),
    "wrongly": Words("share of questions that may be answered though the documents are silent"),
    "language": Words("language"),
}
EACH = Words("{} in {} seconds")


def in_context(found: Sequence[tuple[Quote, Quote]], *, gone: int) -> Reply:
    """Show quotes, each with the quote around it in which it is marked; `gone` more have changed since."""
    said: list[Part] = [Paragraph(AROUND)] if found else []
    said += replies.one_by_one(cite([around for _, around in found]))
    if gone:
        said.append(Paragraph(CHANGED_SINCE.format(counted(gone, "quote"))))
    data = [{"passage": inside.id, "text": inside.text, "around": around.text} for inside, around in found]
    return Reply(tuple(said), {"contexts": data, "gone": gone})


def further(asked: contract.Json, quotes: Sequence[Quote], *, last: bool) -> Reply:
    """Show the next passages on what was asked (question, id of its answer, page); `last`: there are no others."""
    data = contract.found(str(asked["question"]), quotes, elapsed_ms=0.0) | asked | {"last": last}
    if not quotes:
        return Reply((Paragraph(NO_MORE),), data)
    return Reply((Paragraph(FURTHER), *replies.one_by_one(cite(quotes))), data)


def cited(quote: Quote) -> Reply:
    """Show a passage and where it stands."""
    (citation,) = cite([quote])
    return Reply(replies.one_by_one([citation]), contract.placed(citation))


def thanked(*, helpful: bool) -> Reply:
    """Say that an opinion was noted."""
    return Reply((Paragraph(THANKED if helpful else NOTED),), {"helpful": helpful})


def referred(answer: Reply, *, asker: str, channel: int) -> Reply:
    """Say that the moderators are asked; `told` is what they are shown, in their channel."""
    question = str(answer.data["question"])
    told = Reply((Paragraph(FOR_MODERATORS.format(asker, question)), *answer.parts), answer.data)
    return Reply((Paragraph(REFERRED),), {"channel": channel, "again": False}, told=told)


def referred_before() -> Reply:
    """Say that the moderators were asked before."""
    return Reply((Paragraph(REFERRED_BEFORE),), {"again": True})


def not_delivered() -> Reply:
    """Say that a question for the moderators did not reach them."""
    return Reply((Paragraph(NOT_DELIVERED),), {"delivered": False})


def chosen(preferences: Preferences, *, changed: bool) -> Reply:
    """Say what is chosen in a place."""
    wrongly, language = preferences.wrongly, preferences.language
    values = {
        "moderators": Mentions.of([preferences.moderators]) if preferences.moderators else NOT_CHOSEN,
        "channels": Mentions.of(preferences.channels) or EVERYWHERE,
        "private": YES if preferences.private else NO,
        "private_refusals": YES if preferences.private_refusals else NO,
        "mentions": YES if preferences.mentions else NO,
        "cooldown": EACH.format(preferences.requests, preferences.seconds),
        "wrongly": USUAL if wrongly is None else f"{wrongly:.1%}",
        "language": ASKERS if language is None else LANGUAGES[language],
    }
    listed = Listing(tuple((NAMES[name], value) for name, value in values.items()))
    return Reply((Paragraph(CHOSEN if changed else SETTINGS), listed), preferences.written())
