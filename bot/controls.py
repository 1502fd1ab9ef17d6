"""The words on buttons, menus, forms and options: what a member can do on Discord."""

ALTERED = "Discord shows this otherwise than it was sent. The attached file has the exact words."
BUTTONS = {
    "context": "Context",
    "more": "More",
    "helpful": "Helpful",
    "unhelpful": "Not helpful",
    "person": "Ask a person",
    "share": "Share",
    "hide": "Keep private",
    "delete": "Delete",
}
NOT_YOURS = "Only whoever asked can do that, or for deleting a moderator."
FOR_MEMBER = "From the documents, for {}:"
POSTED = "It was posted."
NO_WORDS = "This message has no words to look for."
PICK = "Pick what to post as a reply"
MENU_ANSWER = "Answer with sources"
MENU_CHECK = "Check this quote"
LONG_QUESTION = "A long question"
YOUR_QUESTION = "Your question"

SETUP = "choose how the bot behaves on this server (moderators)"
SETTINGS = "what is chosen for this server (moderators)"
SETTINGS_SHOW = "tell what is chosen here (moderators)"

ONLY_HERE = "only in a server that the bot is a member of"
OPTIONS = {
    "moderators": "the channel that questions to a person go to",
    "channels": "the channels where the bot answers, as #mentions; all for every channel",
    "private_refusals": "say privately that there is no answer",
    "mentions": "answer when the bot is mentioned",
    "requests": "how many requests one person may make in a span of time",
    "seconds": "that span, in seconds",
    "wrongly": "percent of questions that may be answered though the documents are silent; 5 is usual",
    "language": "the language of the bot's own words",
    "private_default": "whether answers are private unless asked otherwise",
}
LANGUAGE_OF_ASKER = "that of whoever asks"
