"""Sentence boundaries: examples of each family of rules, and what holds for any text."""

import json
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import boundaries
from retrieval.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


FAMILIES = {
    "plain": (
        "Hello World.|My name is Jonas.",
        "What is it?|It is a test!|Good.",
        "She has $100.00.|It is in her bag.",
        "Prices rose 3.5 percent in 2012.|The year after was better.",
        "5 people left.|3 stayed.",
    ),
    "titles": (
        "Mr. and Mrs. Smith left.|Dr. Jones and Messrs. A and B stayed.",
        "Gov. Gavin Newsom met Lt. Gov. Eleni Kounalakis.|They talked.",
        "The Rev. Dr. Martin Luther King Jr. spoke.|He was heard.",
        "MR. JUSTICE ROBERTS delivered the opinion.|It was short.",
        "It has an MS.|The other has none.",
    ),
    "initials": (
        "My name is Jonas E. Smith.|J. R. R. Tolkien and A. A. Milne wrote books.",
        "George W. Bush met Jane Q. Public, Ph.D., in Texas.|They shook hands.",
        "We make a good team, you and I.|Did you see Albert I. Jones yesterday?",
        "E. coli is a bacterium.|The mosquito Ae. aegypti is none.",
        "The vitamin is C.|It helps.",
    ),
    "letters with full stops": (
        "I live in the U.S.|How about you?",
        "I work for the U.S. Government.|The U.S. Preventive Services Task Force does too.",
        "The U.N. Security Council met in Washington, D.C.|It rained.",
        "At 5 a.m. Mr. Smith went to the bank.|He left at 6 P.M.|Mr. Smith then went home.",
        "Come at 5 p.m. Tuesday.|The office closes at 6 p.m.|The door is then locked.",
    ),
    "companies": (
        "They closed the deal with Pitt, Briggs & Co. at noon.|It was a deal with Briggs & Co.|It closed yesterday.",
        "Apple Inc. reported earnings.|He founded Apple Inc.|The company grew.|Acme Ltd. did not.",
        "He works at Johnson & Johnson Inc.|Mr. Smith knows it.",
    ),
    "references": (
        "Is it No. 5?|No.|It is not.|No. 4 is.",
        "Please turn to p. 55.|See also pp. 3-5, vol. 2, ch. 4, Fig. A and Figs. 3b and 4.|They help.",
        "Under Art. 6 para. 1 and Sec. 3 the claim fails.|Art. IV is silent.",
        "You can find it at N°. 1026.253.553.|That is where the treasure is.",
        "It has the accession no. JF893452 here.|It is 5 ft. 3 in. tall.",
    ),
    "law": (
        "38 U.S.C. § 1155; 38 C.F.R. § 4.1 (2012).|The rating is denied.",
        "See Smith v. Jones, 12 Vet. App. 345, 350 (1999).|Id. at 351.|The Board agrees.",
        "In re Foo Corp., 555 F. Supp. 2d 100 (S.D.N.Y. 2008), aff'd, 600 F.3d 1 (2d Cir. 2010).|We affirm.",
        "He was charged under Cal. Penal Code § 187.|Fed. R. Civ. P. 56(c) governs.",
        "The court cited Dkt. No. 45 at 3 and 42 U. S. C. § 1983.|The motion is GRANTED.",
        "It relied on Monell v. Dep't of Soc. Servs., 436 U.S. 658 (1978).|It erred.",
    ),
    "news": (
        "Rep. Nancy Pelosi, D-Calif., spoke first.|Sen. Mitch McConnell, R-Ky., followed.",
        '"We won," he said.|"It was great."|Fans cheered.',
        "On Sept. 11, 2001, it happened.|In Dec. it snowed.",
    ),
    "wikis": (
        "Napoleon (b. 1769, d. 1821) was crowned.[1][2]|He died.[citation needed]|The end.",
        "Symphony No. 5 in C minor, Op. 67 was written c. 1808.|It is famous.",
        "The city lies near Mt. Fuji.|St. Louis is far away.",
    ),
    "technical documentation": (
        "Edit /etc/fstab or index.html in v. 2.0.|See https://example.com/a.b?c=d.|Done.",
        "Use e.g. Python or Java, i.e. JVM languages.|Files, dirs, etc.|Everything counts.",
        "Call foo().|It returns None.|The .NET framework and Node.js do not.",
        "Run `make`.|Then the comment //! is read.|mu can have any value.",
        "Her email is Jane.Doe@example.com.|I sent her an email.",
        "Disable it by writing 0 instead of 1.|The default is 1.",
    ),
    "chats": (
        "i went home.|it was good.|really?|yes!",
        "Great! 😂|See you tomorrow :)|I will.",
        "Wait... what?|No way!!!|Omg.",
    ),
    "quotations": (
        'She turned to him, "This is great." she said.',
        'She turned to him, "This is great."|She held the book out.',
        '"Why?" Dr. Smith asked.|Nobody answered.',
        "“Yes.”|“No.”|He said (cf. Smith) ‘maybe.’|Then he left.",
        '"Bohr [...] used the analogy of parallel stairways [...]" (Smith 55).|An editor ended it[.]|Next.',
    ),
    "brackets": (
        "He teaches science (He was an engineer.) at the University.",
        "(This is a sentence.)|(So is this.)|This is not (really).|It is.",
    ),
    "names with a mark": ("She works at Yahoo! in the accounting department.|Wow!|It is nice.",),
    "ellipses": (
        "I never meant that....|She left the store.",
        "I wasn’t really ... well, what I mean...see . . . what I'm saying, the thing is . . . I didn’t mean it.",
        "It ends with a period . . . .|Next sentence.",
        "It was weakened.|. . . The practice was not abandoned. . . .",
        "I did…|She didn’t.",
    ),
    "markers of items": (
        "1. Open the box.|2. Close it.",
        "1.) The first item|2.) The second item",
        "1) The first item|2) The second item",
        "a. The first item|b. The second item|c. The third list item",
        "Cut it.|• Glue it.",
        "• 9. The first item|• 10. The second item",
        "Step 1. Open the box.|Section 1.2.3. Definitions apply.|He is about 18.|He may drive.",
        "1. Go to step 2.|It is there.",
        "1) Cut 3) Times|2) Glue",
    ),
    "other scripts": ("هل أنت بخير؟|نعم.", "यह है।|वह है।"),
}


@pytest.mark.parametrize("example", [example for family in FAMILIES.values() for example in family])
def test_sentences_end_where_a_reader_sees_their_end(example: str) -> None:
    expected = example.split("|")

    assert cut(" ".join(expected)) == expected


@pytest.mark.parametrize("example", [example for family in FAMILIES.values() for example in family])
def test_a_wrapped_line_is_not_a_boundary(example: str) -> None:
    text = example.replace("|", " ")

    assert sentences(text.replace(" ", "\n")) == sentences(text)


def test_chinese_and_japanese_need_no_blank_between_sentences() -> None:
    expected = ["今天天气很好。", "「我们去公园吧\uff01」", "好的\uff1f", "走。"]

    assert cut("".join(expected)) == expected


def test_a_forgotten_blank_is_no_obstacle() -> None:
    assert cut("It works well.The rest is fine.") == ["It works well.", "The rest is fine."]
    assert cut("Really?Yes it is.") == ["Really?", "Yes it is."]
    assert cut("Use java.lang.String and foo.Bar instead.") == ["Use java.lang.String and foo.Bar instead."]


def test_a_footnote_number_stays_with_its_sentence() -> None:
    assert cut("The defendant appealed.1 The court affirmed.² It was over.") == [
        "The defendant appealed.1",
        "The court affirmed.²",
        "It was over.",
    ]


def test_a_text_without_words_has_no_sentences() -> None:
    assert sentences("") == sentences(" \n\t ") == []


PIECES = ["word", "Word", "etc", "U.S", "Mr", "No", "p", "5", "I", "a", "v", "in", "1", "§", "The", "。", "x" * 60]
MARKS = [".", "?", "!", "...", "…", ". . .", " . . . .", ",", ":", ")", "(", '"', "'", "”", "[1]", ":)", "😀", "•", "—"]
BLANKS = [" ", "\n", "  ", "", "\u00a0"]
texts = st.text() | st.lists(st.sampled_from([*PIECES, *MARKS, *BLANKS, " "]), max_size=40).map("".join)


@given(texts)
def test_sentences_are_in_order_trimmed_and_cover_every_word(text: str) -> None:
    position = 0
    for start, end in sentences(text):
        assert not text[position:start].strip()
        assert position <= start < end
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(texts)
def test_the_same_text_has_the_same_sentences(text: str) -> None:
    assert sentences(text) == sentences(text)


@pytest.mark.parametrize("piece", [".", "?", ". ", '."', "a.) ", "p. 5 ", "1. ", "。", ". . ", "[", "😀", "\n", "A. "])
def test_a_hostile_text_is_cut_in_linear_time(piece: str) -> None:
    text = piece * 20_000 + "x"

    assert sentences(text)[-1][1] == len(text)


def test_the_shipped_parameters_are_sorted_small_and_of_the_form_they_claim() -> None:
    file = resources.files("retrieval") / "data" / "punkt.json"
    data = json.loads(file.read_text("utf-8"))

    assert data.pop("format") == 1
    assert set(data) == {"abbreviations", "collocations", "sentence_starters", "ordinary_words"}
    assert all(entries == sorted(entries) for entries in data.values())
    assert len(file.read_bytes()) < 100_000


@pytest.mark.parametrize("word", ["the", "in", "no", "so", "use", "run", "die", "war", "way", "it", "all", "they"])
def test_no_common_word_was_learned_as_an_abbreviation(word: str) -> None:
    data = json.loads((resources.files("retrieval") / "data" / "punkt.json").read_text("utf-8"))

    assert word not in data["abbreviations"]


_SIGNS = (".", "…", "?", "!", " ", "\n", "•", "◦", ":", ";", "-", ")", "(", "”", '"', "'", "。", "」", "[1]", "²", "☀")
_WORDS = ("a", "Mr", "The", "word", "They", "1", "D")


@given(st.lists(st.sampled_from((*_SIGNS, *_WORDS))).map("".join), st.integers(0, 5), st.integers(0, 5))
def test_looking_for_signs_first_finds_every_stop(text: str, start: int, short: int) -> None:
    end = len(text) - short
    places = [(match.span(), match.groups()) for match in boundaries.STOP.finditer(text, start, end)]
    assert [(match.span(), match.groups()) for match in boundaries.stops(text, start, end)] == places
