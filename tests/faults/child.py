"""What the tests kill: a process that works on a school's records and says what is done.

It prints `ready` when it has imported and opened everything, so that the killing falls into the
work, then one line for each thing that an operation has called done.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from db import classlists, connection, people, points, roster, skills, story, story_drafts
from db.backup import backup, restore
from db.clock import DEFAULT_TIME_ZONE, utc_now
from db.connection import FILE_NAME
from db.story_records import PostKind, Writing

MOVES = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect"}

HOUR = timedelta(hours=1)


def say(line: str) -> None:
    """One write, so that no line is torn when the process dies."""
    os.write(1, f"{line}\n".encode())


def award(data: Path, name: str, seed: str) -> None:
    """Award and undo without end, in three threads, as screens do."""
    connection.open_database(data / FILE_NAME)
    leader = people.staff_list()[0]
    class_id = roster.classes()[0].id
    pupil_ids = [pupil.id for pupil in roster.pupils(class_id)]
    skill_ids = [skill.id for skill in skills.skills()]

    def stream(thread: int) -> None:
        chance = random.Random(f"{seed}-{thread}")
        for number in range(1_000_000):
            key = f"{name}-{thread}-{number}"
            chosen = chance.sample(pupil_ids, chance.choice((1, 1, 3, 30)))
            now = datetime.now(UTC)
            points.award(leader, key, class_id, chosen, chance.choice(skill_ids), now)
            say(f"+ {key} {len(chosen)}")
            if chance.random() < 0.3:
                say(f"? {key}")
                points.undo(leader, key, now)
                say(f"- {key}")

    threads = [threading.Thread(target=stream, args=(number,)) for number in range(3)]
    say("ready")
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def publish(data: Path, name: str, seed: str) -> None:
    """Write posts, and publish or schedule them, without end, in two threads; two more publish
    what is due."""
    connection.open_database(data / FILE_NAME)
    leader = people.staff_list()[0]
    class_id = roster.classes()[0].id

    def write(thread: int) -> None:
        chance = random.Random(f"{seed}-{thread}")
        for number in range(1_000_000):
            words, now = f"{name}-{thread}-{number}", utc_now()
            post = Writing(PostKind.NEWS, words, class_ids=(class_id,))
            post_id = story_drafts.save(leader, post, now)
            say(f"draft {words}")
            if chance.random() < 0.5:
                story.publish(leader, post_id, now)
                say(f"published {words}")
            else:
                # Due an hour from now, by the clock of the threads that publish.
                local = (now + HOUR).astimezone(ZoneInfo(DEFAULT_TIME_ZONE))
                story.schedule(leader, post_id, local.date(), local.time(), now)
                say(f"scheduled {words}")

    def come_due() -> None:
        while True:
            story.publish_due(utc_now() + HOUR)

    works = [partial(write, 1), partial(write, 2), come_due, come_due]
    threads = [threading.Thread(target=it) for it in works]
    say("ready")
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def take_in(data: Path, file: Path) -> None:
    connection.open_database(data / FILE_NAME)
    say("ready")
    classlists.apply(classlists.read(file), utc_now())
    say("done")


def back_up(data: Path, file: Path) -> None:
    connection.open_database(data / FILE_NAME)
    say("ready")
    backup(file, utc_now())
    say("done")


def put_back(data: Path, file: Path) -> None:
    say("ready")
    restore(file, data, utc_now())
    say("done")


def die_at(move: int) -> None:
    """SIGKILL oneself just before the `move`th thing that changes a name on the disk."""
    left = move

    def watch(event: str, _: object) -> None:
        nonlocal left
        if event in MOVES:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def main() -> None:
    work, data, *rest = sys.argv[1:]
    if work in ("award", "publish"):
        {"award": award, "publish": publish}[work](Path(data), *rest)
        return
    if len(rest) > 1:
        die_at(int(rest[1]))
    {"import": take_in, "backup": back_up, "restore": put_back}[work](Path(data), Path(rest[0]))


if __name__ == "__main__":
    main()
