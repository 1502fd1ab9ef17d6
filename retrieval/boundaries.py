"""Where a sentence may end, and the rules of English typography that say whether it does.

`STOP` finds the places. Each rule looks at one of them and answers True (the sentence ends), False (it goes on) or
None (no opinion); the first opinion counts, and where there is none Punkt's statistics decide.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

WINDOW = 48
"""Characters looked at before and after a place: a few words. The bound keeps the time linear in the text."""

_QUOTES = "\"'”’»\u203a"
_CLOSING = _QUOTES + r"`)\]}*_"
_OPENING = r"\"'`“‘«\u2039„(\[{¿¡*_–—\-"
_FACE = "[:;=]['’]?-?[)(DPp]++"
_EMOJI = "[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
_EXCLAIMING = "?!‽؟\u06d4।॥"  # with the Arabic question mark, and the full stops of Urdu and Hindi
_MARKS = ".…" + _EXCLAIMING
_BULLETS = "•\u2043▪●■◦"
_WIDE = r"[。\uff01\uff1f\uff61]"  # the Chinese and Japanese full stop, exclamation and question mark

STOP = re.compile(
    rf"""
    (?: (?P<mark>
            (?<=\S) \. (?=(?:\s\.){{3}}\s)  # the full stop of "end. . . . Next"; the ellipsis opens the next sentence
          | (?<![{_MARKS}])[{_MARKS}]++ (?:\s\.(?=[\s{_CLOSING}]|$))*  # "?!", "...", ". . ."
        )
        (?P<close> [{_CLOSING}]*+ (?:\s(?:[)\]]|'')(?!\S))*+ )  # '' closes a quotation where words are set apart
        (?: (?:\[[^\[\]]{{1,24}}\])++ | (?<=[a-z][a-z]\.)\d{{1,3}}(?=\s+["“(]?[A-Z]) | [⁰¹²³⁴-⁹]++ )?  # footnotes
        (?: \s?(?:{_FACE}|{_EMOJI})(?!\S) )*
        (?= \s+ (?P<opening>[{_OPENING}]*+\s*+) (?P<next>\w[\w’'-]*|\S?) )
    )
  | (?<=\s){_FACE} (?=\s+["“(]?[A-Z])  # what was typed before a smiley ends with it
  | (?<!{_WIDE}){_WIDE}++ [」』”’)\uff09】》]*+ (?=\s*\S)  # no blank needs to follow
  | (?<=[a-z])(?:\.{{2,}}|[?!]++) (?=[A-Z][a-z’']*\s\w)  # a forgotten blank: "Really?Yes it is."
  | (?<=[a-z]{{3}})\. (?=(?:The|Th[ei]se|This|That|There|It|S?He|We|They|You|If|In|But|And|So|My)\b[’']?\w*\s[a-z])
  | (?<!\d)(?=\s[{_BULLETS}]\s?\w)  # items run together; not "80 •C"
    """,
    re.VERBOSE,
)
"""A place where a sentence may end. Where the group `mark` is missing it does end, whatever the rules say."""
_SIGN = re.compile(f"[{_MARKS}:;={_BULLETS}]|{_WIDE}")
"""What each place has: it is found many times faster than a place."""


def stops(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Find what STOP matches in `text[start:end]`, one after the other."""
    for sign in _SIGN.finditer(text, start, end):
        at = sign.start() - (sign.group() in _BULLETS)  # items part at the blank before the bullet
        if at >= start and (match := STOP.match(text, at, end)):
            yield match
            start = match.end()


@dataclass(frozen=True, slots=True)
class Stop:
    """A mark that may end a sentence, and what stands around it.

    `lead` is the sentence so far and `after` the text that follows, at most WINDOW characters of either; `word` is
    the word before the mark, empty after a blank; `close` are the quotes and brackets that close after the mark,
    `opening` those that open before the word `next`.
    """

    lead: str
    word: str
    mark: str
    close: str
    opening: str
    next: str
    after: str


def stop_at(match: re.Match[str], start: int) -> Stop:
    """Describe a match of STOP in a sentence that begins at `start`."""
    text, at, end = match.string, match.start(), match.end()
    lead = text[max(start, at - WINDOW) : at].lstrip()
    mark, close, opening, following = match.group("mark", "close", "opening", "next")
    return Stop(lead, _BREAK.split(lead)[-1], mark, close, opening, following, text[end : end + WINDOW].lstrip())


_BREAK = re.compile(r"[\s`\"“”‘«„(\[{—–…]")


def judge(stop: Stop) -> bool | None:
    """Ask the rules in turn whether the sentence ends; None where none of them has an opinion."""
    for rule in _RULES:
        if (opinion := rule(stop)) is not None:
            return opinion
    return None


def _is_a_remark(stop: Stop) -> bool | None:
    """[...], (?) and the ellipsis that opens a quotation stand within a sentence, but an editor's [.] ends it."""
    if stop.mark == ".":
        return None
    is_bracketed = stop.lead[-1:] in {"[", "("} and stop.close[:1] in {"]", ")"}
    return False if is_bracketed or (not _is_exclaiming(stop) and _OPENED.search(stop.lead)) else None


_OPENED = re.compile(r"(?:\A|\s)[\"“‘`(\[]+\s?\Z")


def _meets_a_sign(stop: Stop) -> bool | None:
    """No sentence begins with a comma, nor with § after a full stop."""
    return False if not stop.opening and stop.next[:1] in {",", ";", ":", "§", "¶", "&"} else None


def _meets_small_letters(stop: Stop) -> bool | None:
    """Small letters go on after a quotation, a bracket, an ellipsis, a name (Yahoo!), code (//!) or a genus (Ae.)."""
    if not stop.next[:1].islower():
        return None
    exclaims = _is_exclaiming(stop)
    if stop.close.strip("*_") or stop.mark == "…" or (len(stop.mark) > 1 and not exclaims):
        return False
    if stop.word and exclaims and not any(map(str.isalnum, stop.word)):
        return False
    if _INCHES.search(stop.lead):
        return False
    is_name = stop.word[:1].isupper() and (stop.mark == "!" or (stop.mark == "." and _GENUS.fullmatch(stop.word)))
    return False if is_name and stop.word != stop.lead and not stop.opening else None


_GENUS = re.compile(r"[A-Z][a-z]")
_INCHES = re.compile(r"\d\s?in\Z")


def _meets_its_speaker(stop: Stop) -> bool | None:
    """A question in quotation marks goes on with its speaker: "Why?" Dr. Smith asked."""
    return False if stop.mark != "." and stop.close.strip(")]}*_") and _SPEAKER.match(stop.after) else None


_SPEAKER = re.compile(
    r"(?!(?:The|An?|I|You|He|She|It|We|They|This|One|His|Her|My|Our|Their)\s)(?:[A-Z][\w.’'-]*\s){1,3}(?:said|says|asked"
    r"|asks|replied|added|told|answered|wrote|writes|explained|cried|shouted|whispered|exclaimed|called|yelled)(?=[.,;]|$)"
)


def _exclaims(stop: Stop) -> bool | None:
    """Question and exclamation marks end a sentence."""
    return True if _is_exclaiming(stop) else None


def _is_exclaiming(stop: Stop) -> bool:
    return any(sign in _EXCLAIMING for sign in stop.mark)


def _has_no_words(stop: Stop) -> bool | None:
    """Marks alone are no sentence, nor is the marker of an item ("1.", "b.)", "Step 2."): it stays with the item."""
    return False if not stop.lead or (_MARKER.fullmatch(stop.lead) and not stop.close.strip(")]")) else None


_MARKER = re.compile(
    r"(?:(?:Step|Section|Sec\.|Chapter|Part|Rule|Article|Art\.|Clause|Title|Note|Example|Figure|Fig\.|Table|Item|Question"
    r"|Phase|Exercise|Theorem|Lemma|Definition|Proposition|Corollary|Scheme|Tip|§)\s)?"
    r"\W{0,3}(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[ivx]{2,5}|[IVX]{2,5})"
)


def _trails_off(stop: Stop) -> bool | None:
    """An ellipsis before a capital ends the sentence; but "I" proves nothing, and ". . ." may mark an omission."""
    if len(stop.mark) == 1 and stop.mark != "…":
        return None
    if stop.mark.count(".") > 3:
        return True
    if _PRONOUN.match(stop.next):
        return False
    if len(stop.mark.split()) > 1:
        return None if stop.next[:1].isupper() else False
    return True


_PRONOUN = re.compile(r"I(?!\w)")


def _stands_apart(stop: Stop) -> bool | None:
    """A full stop after a blank, or after what closes, belongs to no abbreviation."""
    return True if not stop.word or stop.word[-1] in _QUOTES + ")]}" else None


def _refers(stop: Stop) -> bool | None:
    """No. 5, Art. IV, pp. 3-5, Exh. A; but "No. I do not."."""
    word = stop.word.lower()
    if not _REFERENCE.fullmatch(word):
        return None
    is_number = _NUMBER.match(stop.next) or (_LETTERED.fullmatch(word) and _LETTER.fullmatch(stop.next))
    return False if is_number else True if word in {"no", "so"} else None


_REFERENCE = re.compile(
    "nos?|nr|n°|figs?|eqs?|secs?|§+|pp?|vols?|chs?|chap|cl|arts?|paras?|pts?|ed|app|exh?|reg|op|tit|subd|subsec|subch"
    "|stat|tr|dkt|doc|ext|rm|ver|v|so|bk|ll?|nn?|fn|refs?|abs|ca|c|b|d|r"
)
_LETTERED = re.compile("figs?|eqs?|secs?|vols?|ch|para|pt|app|exh?|tit|subd|subsec|subch")
_NUMBER = re.compile(r"[\w-]*\d|#|[IVXLC]{2,}\b|[ivxlc]+\b|[IVX]\b(?!['’])")
_LETTER = re.compile("[A-HJ-Z]")


def _introduces(stop: Stop) -> bool | None:
    """Titles and the like are followed by a name or a clause: Mr. Smith, Roe v. Wade, e.g. Python."""
    word = stop.word.lower()
    if _TITLE.fullmatch(word):  # "MR. JUSTICE", but neither "gen. Then" nor "has MS. Then"
        return False if stop.word.istitle() or (stop.word.isupper() and stop.next.isupper()) else None
    return False if _LEADING.fullmatch(word) and (word != "v" or stop.word == "v" or stop.next.isupper()) else None


_TITLE = re.compile(
    "mr|mrs|ms|mx|drs?|profs?|rev|fr|hon|pres|govs?|sens?|reps?"  # codespell:ignore pres
    "|gen|maj|col|lt|capt|cpt|cmdr|cdr|cpl|sgt|pfc|pvt|spc|adm|supt"
    "|messrs|mme|mlle|ste|mts?|ft|insp|det|amb|atty"
)
_LEADING = re.compile(r"vs?|cf|e\.?g|i\.?e|viz|esp|incl|p\.?s|n\.b|a\.k\.a")


def _is_a_word(stop: Stop) -> bool | None:
    """In small letters these are words before they are abbreviations, and nothing follows "etc." but a sentence."""
    return True if stop.next[:1].isupper() and _WORD.fullmatch(stop.word.rpartition("-")[2]) else None


_WORD = re.compile(
    "am|app|apt|arg|ark|art|cal|col|cont|del|det|doc|ed|etc|ext?|fed|fl|gen|id|ill|ind|ins|is|mar|mass|max|mins?|miss|mut|op"
    "|pet|pop|pub|rec|refs?|reg|reps?|rest|rev|rm|sat|sec|sp|sun|tel|temp|tit|var|vet|wash"
)


def _names(stop: Stop) -> bool | None:
    """Capitals in a row make a name: Jane Q. Public, A. A. Milne, U.S. Forest Service, Cal. Penal Code § 187."""
    if stop.opening or not stop.word[:1].isupper() or len(stop.word) > 5:
        return None
    if _CITATION.match(stop.after) or (len(stop.word) == 1 and _INITIAL.match(stop.after)):
        return False
    is_name = _FORENAME.search(stop.lead) or (_DOTTED.fullmatch(stop.word) and _NAME.match(stop.after))
    return False if is_name and stop.next[:1].isupper() and not _STARTER.fullmatch(stop.next) else None


_CITATION = re.compile(r"(?:[A-Z][\w.&’']*\s){1,4}§|(?:Nos?|Op|Tr|Stat)\.\s?\d")
_INITIAL = re.compile(r"[A-Z]\.")
_FORENAME = re.compile(r"[A-Z]\w*\s[A-HJ-UWYZ]\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_NAME = re.compile(r"[A-Z]\w+\s(?:(?:and|of|&)\s)?[A-Z]")
_STARTER = re.compile(
    "An?|After|All|Also|Although|And|As|At|Because|Before|Both|But|By|Despite|During|Each|For|From|He|Her|Here|His|How"
    "|However|I|If|In|Its?|Many|Most|My|No|Not|On|One|Or|Our|Since|She|So|Some|That|The|Their|Then|There|These|They|This"
    "|Those|Though|Thus|Two|Under|Until|We|What|When|Where|Which|While|Who|Why|With|Yet|Your?"
)


def _meets_a_person(stop: Stop) -> bool | None:
    """Mr. Smith after p.m. or Inc. begins a sentence, unless only the hour came before: At 5 p.m. Mr. Smith left."""
    return not _HOUR.fullmatch(stop.lead) if stop.next in {"Mr", "Mrs", "Ms", "Dr"} else None


_HOUR = re.compile(r"(?:\w+\s)?\d{1,2}(?::\d\d)?\s?[ap]\.m", re.IGNORECASE)

_RULES: tuple[Callable[[Stop], bool | None], ...] = (
    _is_a_remark,
    _meets_a_sign,
    _has_no_words,
    _meets_small_letters,
    _meets_its_speaker,
    _exclaims,
    _trails_off,
    _stands_apart,
    _refers,
    _introduces,
    _is_a_word,
    _names,
    _meets_a_person,
)
