"""The commands: their names, what they do and take, and what is said at the prompt about them."""

import re
from collections.abc import Sequence

from bot.amounts import counted, either
from bot.reply import Listing, Paragraph, Reply
from bot.words import Words

HELP = Words("Answers are quotes of the documents, each with its source. Where they hold no answer, that is said.")
COMMANDS = (
    ("/ask QUESTION", Words("answer a question with quotes")),
    ("/search WORDS", Words("rank the passages that hold the words")),
    ("/source list", Words("list the documents")),
    (
        "/source show ID",
        Words("tell what a document, a passage, an answer or a quote (ANSWER:1) is, and what became of it"),
    ),
    ("/source original DOCUMENT", Words("give the file that a document was read from")),
    ("/source text DOCUMENT", Words("give a document's whole text")),
    ("/source verify TEXT", Words("tell whether words stand in the documents, exactly, and where")),
    ("/source why ANSWER", Words("tell why an answer, or the answer to a question, quotes what it quotes")),
    ("/source receipt ANSWER", Words("give an answer's receipt as a file (moderators)")),
    ("/source replay ANSWER", Words("ask again what an answer was asked, and tell what is different (moderators)")),
    ("/source preview FILE", Words("tell what adding a file would change, and which past answers (moderators)")),
    ("/source add FILE", Words("add the documents of a file or a web address, or replace them (moderators)")),
    ("/source edit DOCUMENT", Words("tell anew what a document's title, date or licence is (moderators)")),
    (
        "/source refresh",
        Words("fetch web addresses again and tell what has changed; with apply, take it over (moderators)"),
    ),
    ("/source remove DOCUMENT", Words("remove a document; citations of it stay (moderators)")),
    ("/source restore DOCUMENT", Words("bring a document back that was removed in the last 30 days (moderators)")),
    (
        "/source channel add CHANNEL",
        Words("quote a channel's pinned messages and posts of staff (moderators, on Discord)"),
    ),
    ("/source channel remove CHANNEL", Words("quote no more from a channel (moderators, on Discord)")),
    ("/source channel list", Words("list the channels that are quoted from")),
    ("/source withdraw MESSAGE", Words("take a message of yours back, so that it is quoted no more")),
    ("/pin PASSAGE QUESTION", Words("quote a passage first when this is asked; QUESTION | REPHRASED (moderators)")),
    ("/alias WORD = WORD", Words("let two words count as the same in questions (moderators)")),
    ("/answers", Words("list the last answers with their ids (moderators)")),
    ("/golden ANSWER", Words("keep an answer: whoever would change it is warned (moderators)")),
    ("/rulings", Words("list pins, aliases and golden answers (moderators)")),
    ("/revoke NUMBER", Words("take a pin, an alias or a golden answer back (moderators)")),
    ("/changed", Words("list the last answers that quote words which have changed (moderators)")),
    ("/supersede ANSWER", Words("mark an answer as superseded, also where it was given (moderators)")),
    ("/gaps", Words("list the questions without an answer, grouped; /gaps csv as a table (moderators)")),
    ("/stats", Words("count what was asked in the last 30 days, or as many as you say (moderators)")),
    ("/audit", Words("list what moderators did (moderators)")),
    ("/undo NUMBER", Words("undo what the audit list has under a number (moderators)")),
    ("/context [ANSWER]", Words("show an answer's quotes with what stands around them; on Discord a button under it")),
    ("/more [ANSWER]", Words("show what ranks next, page by page; on Discord a button under an answer")),
    ("/again [ANSWER]", Words("give an answer once more; on Discord the buttons Share and Keep private")),
    ("/helpful [ANSWER]", Words("say that an answer helped; on Discord a button under it")),
    ("/unhelpful [ANSWER]", Words("say that an answer did not help; on Discord a button under it")),
    ("/person [ANSWER]", Words("pass the question on to the moderators; on Discord a button under an answer")),
    ("/cite PASSAGE", Words("quote a passage by its id; on Discord the menu Answer with sources on a message")),
    ("/settings show", Words("tell what is chosen here (moderators)")),
    ("/setup NAME=VALUE", Words("choose how the bot behaves here: /setup language=de requests=3 (moderators)")),
    ("/check", Words("look for damage in what is stored (whoever runs the bot)")),
    ("/about", Words("tell what this bot is, and what it holds")),
    ("/help", Words("tell this")),
)

DOES = {re.sub(r" \[?[A-Z].*$", "", usage): does for usage, does in COMMANDS}
"""What each command does, by its name."""

SOURCES = Words("list the documents, tell what one is, or give its text")
CHANNELS = Words("choose the channels that are quoted from")
OPTIONS = {
    "question": Words("what you want to know, in your own words"),
    "words": Words("the words to look for"),
    "private": Words("show the answer to you alone"),
    "source": Words("answer from this document alone"),
    "id": Words("the id of a document, a passage or an answer; ANSWER:1 is its first quote"),
    "document": Words("a document's id"),
    "address": Words("a web address to read, instead of a file: https://…"),
    "apply": Words("take over what has changed, instead of only telling it"),
    "file": Words("a file to read: Markdown, text, HTML, PDF, DOCX or JSON lines"),
    "another": Words("another file"),
    "answer": Words("the id of an answer"),
    "what": Words("the id of an answer, or a question"),
    "passage": Words("a passage id, or a quote of an answer: ANSWER:1"),
    "rephrased": Words("the question; the same in other words after a bar |"),
    "word": Words("one word"),
    "means": Words("the word that counts as the same"),
    "number": Words("the number in the list"),
    "csv": Words("give a table as a file"),
    "days": Words("how many days to count"),
    "channel": Words("a channel or forum"),
    "role": Words("the role of those whose posts are quoted; else of those who may manage messages there"),
    "message": Words("its link; all: all of yours, and none again; allow: quote mine again; nothing: list mine"),
    "text": Words("the words to check, perhaps with where they are said to stand"),
}

CONFIRM = Words("Confirm with: /source remove {} yes")
GREETING = Words("Verbatim has {} and {} open. Type a question; /help tells more, /quit leaves.")
USAGE = Words("It takes one more thing: {}")
NO_ANSWER_YET = Words("There is no answer yet that this could be about. Ask something first, or name one: {}")
UNKNOWN_COMMAND = Words("There is no command {}. {}")
DID_YOU_MEAN = Words("Do you mean {}?")
THERE_IS = Words("There is {}.")


def helped() -> Reply:
    """Say what can be asked."""
    commands = [{"command": command, "does": does} for command, does in COMMANDS]
    return Reply((Paragraph(HELP), Listing(COMMANDS)), {"commands": commands})


def greeting(*, documents: int, passages: int) -> str:
    """Say what is open at the start of a session."""
    return GREETING.format(counted(documents, "document"), counted(passages, "passage"))


def unknown_command(command: str, *, nearest: Sequence[str], every: Sequence[str]) -> str:
    """Say that there is no such command, and what there is."""
    hint = DID_YOU_MEAN.format(either(nearest)) if nearest else THERE_IS.format(", ".join(every))
    return UNKNOWN_COMMAND.format(command, hint)


def usage(command: str) -> str:
    """Say what a command takes."""
    return USAGE.format(command)


def no_answer_yet(command: str) -> str:
    """Say that a command about an answer came before any."""
    return NO_ANSWER_YET.format(command)
