"""The words on buttons, menus, forms and options: what a member can do on Discord."""

from bot.words import Words

ALTERED = Words("Discord shows this otherwise than it was sent. The attached file has the exact words.")
BUTTONS = {
    "context": Words("Context"),
    "more": Words("More"),
    "helpful": Words("Helpful"),
    "unhelpful": Words("Not helpful"),
    "person": Words("Ask a person"),
    "share": Words("Share"),
    "hide": Words("Keep private"),
    "delete": Words("Delete"),
    "remove": Words("Remove"),
    "undo": Words("Undo"),
    "edit": Words("Edit title, date and licence"),
}
NOT_YOURS = Words("Only whoever asked can do that, or for deleting a moderator.")
FOR_MEMBER = Words("From the documents, for {}:")
POSTED = Words("It was posted.")
NO_WORDS = Words("This message has no words to look for.")
PICK = Words("Pick what to post as a reply")
MENU_ANSWER = Words("Answer with sources")
MENU_CHECK = Words("Check this quote")
MENU_QUOTE = Words("Quote this message")
MENU_WITHDRAW = Words("Withdraw my message")
LONG_QUESTION = Words("A long question")
YOUR_QUESTION = Words("Your question")

ADD_FILES = Words("Add documents")
FILES = Words("Files, ten at most")
DESCRIBE = Words("What is known of it")
DESCRIBED = {
    "title": (Words("Title"), None),
    "date": (Words("Date"), Words("like 2024-05-31")),
    "licence": (Words("Licence"), None),
    "publisher": (Words("Publisher"), None),
    "quotes": (Words("May it be quoted?"), Words("yes, no, or how much of it in a day, such as 10%")),
}
"""What a form asks of a document: what a field is called, and how it is filled in."""
GONE = Words("This document is not there any more.")

SETUP = Words("choose how the bot behaves on this server (moderators)")
SETTINGS = Words("what is chosen for this server (moderators)")

SETTINGS_HERE = Words("How the bot behaves here")
SETTINGS_FIELDS = {
    "moderators": (Words("Channel for questions to a person"), Words("Without one, nobody can be asked.")),
    "channels": (Words("Channels where the bot answers"), Words("Without any, everywhere.")),
    "switches": (Words("What is usual here"), ""),
    "language": (Words("Language of the bot's own words"), ""),
    "limits": (
        Words("Limits"),
        Words("requests of one person in so many seconds; percent answered though nothing is known, or usual"),
    ),
}
"""The fields of the form of /setup: each with its name and, where it needs one, a hint."""

ONLY_HERE = Words("only in a server that the bot is a member of")
OPTIONS = {
    "moderators": Words("the channel that questions to a person go to"),
    "channels": Words("the channels where the bot answers, as #mentions; all for every channel"),
    "private_refusals": Words("say privately that there is no answer"),
    "mentions": Words("answer when the bot is mentioned"),
    "requests": Words("how many requests one person may make in a span of time"),
    "seconds": Words("that span, in seconds"),
    "wrongly": Words("percent of questions that may be answered though the documents are silent; 5 is usual"),
    "language": Words("the language of the bot's own words"),
    "private_default": Words("whether answers are private unless asked otherwise"),
}
LANGUAGE_OF_ASKER = Words("that of whoever asks")
