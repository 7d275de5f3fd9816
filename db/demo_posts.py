"""What the staff of the made-up school wrote in a term. Words only: `demo_stories` posts them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time

from db.story_records import PostKind

NEWS, CELEBRATION, UPDATE = PostKind.NEWS, PostKind.CELEBRATION, PostKind.UPDATE
REMINDER, HOMEWORK = PostKind.REMINDER, PostKind.HOMEWORK


@dataclass(frozen=True, slots=True)
class Piece:
    """`ago` counts school days back from today, `due` days on from then; `happens` is in so many
    days from today. `before` are its words before it was edited. Under it stand `comments` of
    parents, and then the writer's `answer`."""

    ago: int
    kind: PostKind
    title: str
    words: str
    due: int | None = None
    happens: int | None = None
    at: time | None = None
    pinned: bool = False
    before: str = ""
    comments: tuple[str, ...] = ()
    answer: str = ""
    comments_on: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """A class's term: what its templates are filled with, its spellings and its own posts."""

    fills: dict[str, str]
    spellings: tuple[tuple[str, str], ...]
    own: tuple[Piece, ...] = field(default=())


SPELLINGS = (
    "Five minutes a day is plenty: *look, cover, write, check*. On Friday we write them "
    "from memory.\n\n{words}"
)

EVERY_CLASS = (
    Piece(
        54, UPDATE, "How our week goes",
        "- **Monday**: new spellings, library books back\n"
        "- **{pe}**: PE, kit stays at school\n"
        "- **Thursday**: {club}\n"
        "- **Friday**: spellings, show and tell\n\n"
        "A water bottle every day, please, and a coat even when the sky looks kind.",
        pinned=True,
    ),
    Piece(
        52, NEWS, "A good first week",
        "We know everybody’s name, where the glue lives and how to let somebody in who stands "
        "alone. Thank you for all the labelled jumpers!",
        comments=("She came home singing. Thank you!",),
    ),
    Piece(
        41, UPDATE, "Reading at home",
        "Ten minutes together is worth more than an hour alone. Let them choose, take turns, do "
        "the voices. It is **quite all right** to read the same book again.\n\n"
        "More ideas: [reading aloud](https://www.riverside.example/reading).",
        comments=("Does it count if Gran reads on the telephone?",),
        answer="It counts double.",
    ),
    Piece(
        33, UPDATE, "A quiet corner",
        "We made a quiet corner with two cushions and a lamp. Whoever needs a moment takes one.",
        before="We made a quiet corner with a lamp. Whoever needs a moment takes one.",
    ),
    Piece(
        24, CELEBRATION, "More than half way to {goal}",
        "The jar is more than half full. They decided by themselves to help the lunchtime staff "
        "put the tables away, and did it all week.",
        comments=("Well done everybody!", "So proud of them."),
    ),
    Piece(
        19, REMINDER, "Trip to {trip}",
        "Please bring a packed lunch, a waterproof and sensible shoes. No money is needed. We are "
        "back by the end of school.",
        comments=("Is a fold-up umbrella fine?",), answer="A coat with a hood is easier.",
    ),
    Piece(
        18, NEWS, "We went to {trip}",
        "{trip_news}",
        comments=("Best day ever, I am told.", "Thank you to all who went along."),
    ),
    Piece(
        5, REMINDER, "{event}",
        "{event_words}",
        happens=6, at=time(9, 15),
    ),
    Piece(
        2, HOMEWORK, "{maths}",
        "{maths_words}\n\nIf it turns into a struggle, stop there and tell me. "
        "We will look at it together.",
        due=4,
        comments=("The last question took us a while, but we got there.",),
    ),
)  # fmt: skip

MAPLE = Term(
    fills={
        "pe": "Tuesday", "club": "recorders", "goal": "a film afternoon",
        "trip": "the farm",
        "trip_news": "We fed lambs, counted eggs and found out that a pig is cleverer than it "
        "looks. Nobody fell in anything. Ask them what a *heifer* is.",
        "event": "Come and read with us",
        "event_words": "Parents, grandparents, big sisters: come in for half an hour and share a "
        "book. There is tea.",
        "maths": "Number bonds to 20",
        "maths_words": "Find all the pairs that make 20. You may use pasta, buttons or toes.",
    },
    spellings=(
        ("ai and ay", "rain train wait play away"), ("ee and ea", "green sleep eat teach dream"),
        ("igh", "night light bright high sigh"), ("oa and ow", "boat coat road snow yellow"),
        ("oo", "moon spoon food book cook"), ("ar", "farm shark garden party star"),
        ("or", "fork storm morning horse sport"),
    ),
    own=(
        Piece(45, NEWS, "Sunflower seeds",
              "Everybody planted one and gave it a name. They stand on the sill, and *Sir "
              "Growalot* is winning by a leaf."),
        Piece(36, CELEBRATION, "Our book of rainbows",
              "We mixed every colour from only three. The book is in the hall: have a look when "
              "you next come in.", comments=("The purple one is on our fridge.",)),
        Piece(29, NEWS, "Under the sea",
              "First candle wax, then blue paint over it: wherever the wax was, the fish stayed "
              "dry. There was a lot of *oooh*.", comments=("What a lovely idea.",)),
        Piece(27, UPDATE, "Wellies, please",
              "We will be in the garden more. A pair that may stay here would be wonderful; the "
              "school has some to lend."),
        Piece(15, NEWS, "Snails",
              "Three snails live with us for two weeks. They like cucumber, and being talked to."),
        Piece(11, HOMEWORK, "Something round",
              "Bring something round that is not a ball. We will sort what we have.", due=3),
        Piece(9, CELEBRATION, "Dragons made of clay",
              "Look at these scales! They pressed each one in with a thumb. The dragons come home "
              "on Friday: please bring a box.",
              comments=("He has told us all about Ember.", "They are wonderful, thank you!"),
              answer="Ember has the best smile of all."),
        Piece(4, HOMEWORK, "A booklet about a small animal",
              "Fold two sheets of paper. On each page: one thing you know, and a picture.\n\n"
              "1. Where does it live?\n2. What does it eat?\n3. What is special about it?\n\n"
              "The paper with this post shows how one might look. Add yours to the portfolio.",
              due=7),
        Piece(1, NEWS, "A house with a garden",
              "We looked at houses of long ago and drew our own. Most have more flowers than "
              "windows.", comments=("Ours now wants a chimney.",)),
        Piece(0, UPDATE, "Thank you for the boxes",
              "We have *plenty* of cereal boxes now. Really. Thank you!"),
    ),
)  # fmt: skip

WILLOW = Term(
    fills={
        "pe": "Wednesday", "club": "choir", "goal": "a picnic in the park",
        "trip": "the Roman villa",
        "trip_news": "We walked over a floor that is 1,700 years old, wrote on wax and tried on a "
        "helmet. *Salvete!* means hello to all of you.",
        "event": "Our Roman market",
        "event_words": "Come and buy what we have made, with the coins that you get at the door.",
        "maths": "The 7 times table",
        "maths_words": "Say it forwards, backwards, and while brushing your teeth.",
    },
    spellings=(
        ("-tion", "station motion fiction action nation"),
        ("-sure", "treasure measure pleasure leisure"), ("ch as in chef", "chef machine brochure"),
        ("-ous", "famous nervous jealous enormous"), ("mis-", "misbehave mistake misread misspell"),
        ("double letters", "address different grammar occasion"),
        ("silent letters", "island answer knight though"),
    ),
    own=(
        Piece(44, NEWS, "Circuits that work",
              "A battery, two wires and a lamp. When the first one lit up, the whole table "
              "cheered. One table has made a burglar alarm for its pencil pot."),
        Piece(37, CELEBRATION, "Butterflies that are the same on both sides",
              "Fold, paint, press, open: symmetry. They are on the window of our room.",
              comments=("Beautiful!",)),
        Piece(30, NEWS, "A walk along the river",
              "We measured how fast a stick floats, and where. It is faster in the middle; "
              "everybody knows why now."),
        Piece(26, UPDATE, "Recorders come home",
              "Sorry, and thank you. *Hot Cross Buns* will pass."),
        Piece(14, CELEBRATION, "Eruption!",
              "Vinegar, soda, red paint and a lot of newspaper. We cut one in half so that you "
              "can see inside.", comments=("Can the recipe come home?", "Please not ours!"),
              answer="It needs a tray. A big tray."),
        Piece(12, HOMEWORK, "Three facts about Pompeii",
              "Find three things that were found there, and say what they tell us.", due=4),
        Piece(8, NEWS, "Should homework be longer?",
              "We held a debate. The motion was lost, 28 to 2, after a *very* good speech."),
        Piece(4, HOMEWORK, "A bridge of paper",
              "Build a bridge across 30 cm from no more than five sheets of paper and tape. How "
              "many coins does it carry? Send a photo or a short film to the portfolio.", due=7),
        Piece(1, NEWS, "A cat called Biscuit",
              "Today’s writing was about animals who rule the house. We laughed a lot."),
        Piece(0, UPDATE, "Choir is in the hall",
              "Today and next week, because of the piano tuner.",
              before="Choir is in the hall today."),
    ),
)  # fmt: skip

OAK = Term(
    fills={
        "pe": "Monday", "club": "reading with the little ones", "goal": "a den-building morning",
        "trip": "the observatory",
        "trip_news": "We saw spots on the sun (on paper, quite safely) and held a stone that fell "
        "from the sky. The minibus was quiet on the way back.",
        "event": "Class assembly",
        "event_words": "What we found out about the night sky, with songs. Everybody is welcome.",
        "maths": "Fractions of amounts",
        "maths_words": "Questions 1 to 8. Show how you got there, also where it went wrong.",
    },
    spellings=(
        ("-cious and -tious", "delicious precious cautious ambitious"),
        ("-able and -ible", "reliable sensible possible enjoyable"),
        ("ei after c", "receive ceiling deceive perceive"),
        ("ough", "thought through thorough enough plough"),
        ("hyphens", "co-operate re-enter well-known"),
        ("homophones", "practice practise affect effect"),
        ("tricky ones", "rhythm necessary committee queue"),
    ),
    own=(
        Piece(45, NEWS, "Reading partners",
              "Each of us reads with one child of Maple on Thursdays. They think we know "
              "everything, so we had better find out."),
        Piece(37, UPDATE, "Open evenings of secondary schools",
              "The dates are on [the county’s page](https://www.riverside.example/moving-up). Ask "
              "us anything; we know most of these schools well."),
        Piece(30, CELEBRATION, "Bikes",
              "Everybody passed: signals, looking behind, and stopping **at** the line."),
        Piece(26, NEWS, "Letters from 1940",
              "We wrote home as children who were sent to the country. Some of these letters are "
              "hard to read without a tissue.", comments=("Her great-gran would have loved it.",)),
        Piece(14, CELEBRATION, "Lift-off",
              "Water, air and a bicycle pump: the best rocket flew over the hall roof. We plotted "
              "height against water, and found the best mix.",
              comments=("I want to come back to school.",)),
        Piece(11, HOMEWORK, "A graph from the kitchen",
              "Measure something at home five times (how long the kettle takes, say) and draw it.",
              due=4),
        Piece(8, NEWS, "The Oak Post",
              "Our newspaper is out: four pages, one crossword, no mistakes that we know of."),
        Piece(4, HOMEWORK, "An interview",
              "Ask somebody older about their school days. Record three minutes, or write it down, "
              "and put it into the portfolio.", due=8),
        Piece(1, UPDATE, "Hoodies",
              "Designs are up on the wall. We vote on Friday; every vote counts once."),
        Piece(0, NEWS, "Seven hundred pages",
              "Together we have read 700 pages this week. One of them twice, by mistake."),
    ),
)  # fmt: skip

TERMS = {"Maple": MAPLE, "Willow": WILLOW, "Oak": OAK}

LEADERS_POSTS = (
    Piece(53, NEWS, "Welcome back",
          "A special welcome to our new families. My door is open every morning from 8.40.",
          pinned=True, comments=("Thank you for such a warm start.",)),
    Piece(47, UPDATE, "Breakfast club",
          "From 7.45 in the hall, with toast. With free meals, a place costs nothing."),
    Piece(38, CELEBRATION, "A kind letter",
          "A neighbour wrote to say that our children *said good morning to everybody* on their "
          "way to the library. So they should, and so they did.",
          comments=("This made my day.", "Well done, Riverside!")),
    Piece(28, UPDATE, "Parking at the gate",
          "Please keep the zigzag lines free, also for a minute, also in the rain. The lollipop "
          "lady needs to see and to be seen.",
          before="Please keep the zigzag lines free.",
          comments=("Thank you for saying this. It was close on Tuesday.",)),
    Piece(20, CELEBRATION, "Second in the county",
          "Our chess team came second of fourteen. They shook every hand.",
          comments=("Checkmate!",)),
    Piece(13, NEWS, "A new hedge",
          "Hawthorn, hazel and holly: 120 little trees, planted by all classes on one wet "
          "afternoon. In ten years it will be taller than the head teacher."),
    Piece(7, REMINDER, "School is closed for a training day",
          "For children only: the staff are here, learning.", happens=12, comments_on=False),
    Piece(3, REMINDER, "Book fair",
          "In the hall after school, until five. Every book that is sold brings one for our "
          "library.", happens=3, at=time(15, 20)),
    Piece(1, NEWS, "Hot lunches",
          "Children choose from three dishes now, and one of them is always pasta. The menu is on "
          "[our website](https://www.riverside.example/lunch)."),
)  # fmt: skip

LINKS = (
    ("Our website", "https://www.riverside.example/"),
    ("Behaviour policy", "https://www.riverside.example/policies/behaviour"),
    ("Safeguarding policy", "https://www.riverside.example/policies/safeguarding"),
    ("E-safety policy", "https://www.riverside.example/policies/e-safety"),
    ("Acceptable use", "https://www.riverside.example/policies/acceptable-use"),
)
