"""House rule: what is committed names no registry, no machine, no person, and is what it claims to be."""

from __future__ import annotations

import hashlib
import re

import pytest

from house.tree import ROOT, VENDOR, committed_or_about_to_be, must_be_empty, shown, text_of

# Written in pieces, so that this file keeps its own rule.
REGISTRIES = re.compile(
    "|".join(
        re.escape("".join(pieces))
        for pieces in [
            ("py", "pi.org"),
            ("files.python", "hosted.org"),
            ("registry.npm", "js.org"),
            ("npm", "mirror.com"),
            ("mirrors.ali", "yun.com"),
            ("mirrors.cloud.", "tencent.com"),
            ("pypi.tuna.", "tsinghua.edu.cn"),
            ("pypi.mirrors.", "ustc.edu.cn"),
            ("repo.huawei", "cloud.com"),
            ("pypi.dou", "ban.com"),
            ("un", "pkg.com"),
            ("cdn.js", "delivr.net"),
            ("--index", "-url "),
            ("--extra-index", "-url"),
            ("--find", "-links"),
            ("--trusted", "-host"),
        ]
    ),
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.$})\]~*/-])/(?:work|root|tm" + r"p|home/\w+|Users/\w+)(?![\w-])")
MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
NOBODYS_MAIL = re.compile(r"@(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net|cn))?|invalid|test)$", re.IGNORECASE)
REQUIREMENTS = (
    "requirements.txt",
    "requirements-dev.txt",
    "bin/build-tools.txt",
    "benchmarks/gate/requirements.txt",
)


def lines_with(pattern: re.Pattern[str], *, vendored_too: bool) -> list[str]:
    """Where a pattern occurs in the text files of the checkout, the match shortened to its first letters."""
    found = []
    for path in committed_or_about_to_be():
        if not vendored_too and path.is_relative_to(VENDOR):
            continue
        if not pattern.search(text_of(path)):
            continue
        for number, line in enumerate(text_of(path).splitlines(), start=1):
            found += [f"{shown(path)}:{number} {match[0][:24]}" for match in pattern.finditer(line)]
    return found


def test_no_file_names_a_package_registry() -> None:
    must_be_empty(
        lines_with(REGISTRIES, vendored_too=False),
        rule="Where packages come from is the choice of whoever installs; pip and uv are configured outside.",
    )


def test_no_file_names_a_folder_of_one_machine() -> None:
    must_be_empty(lines_with(MACHINE_PATHS, vendored_too=False), rule="Write paths relative to the checkout.")


def test_no_file_holds_somebodys_mail_address() -> None:
    found = [
        line
        for line in lines_with(MAIL, vendored_too=False)
        if not NOBODYS_MAIL.search(line.split(" ", 1)[1])
    ]
    must_be_empty(found, rule="Made-up people write from example.com or a name under .invalid.")


def test_every_vendored_file_is_the_one_that_was_checked_in() -> None:
    sums = VENDOR / "CHECKSUMS.sha256"
    if not VENDOR.is_dir() or not any(VENDOR.rglob("*")):
        pytest.skip("nothing is vendored yet")
    assert sums.is_file(), f"{shown(VENDOR)} holds files but no {sums.name}; make it with sha256sum"
    stated = {}
    for line in sums.read_text().splitlines():
        digest, name = line.split(maxsplit=1)
        stated[name.removeprefix("*").removeprefix("./")] = digest
    there = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path != sums
    }
    must_be_empty(
        {name for name in stated.keys() | there.keys() if stated.get(name) != there.get(name)},
        rule=f"{shown(sums)} lists every vendored file with its SHA-256.",
    )


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert entries
    whole = re.compile(r"^[\w.\[\]-]+==[\w.+!]+(?: ; [^#]+?)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*$")
    must_be_empty(
        (f"{name}: {entry.split()[0]}" for entry in entries if not whole.match(entry)),
        rule="One package a line, pinned with ==, at least one sha256 hash, nothing else.",
    )


def test_one_package_has_one_version_in_all_requirements() -> None:
    pins: dict[str, set[str]] = {}
    for name in REQUIREMENTS:
        for package, version in re.findall(
            r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", (ROOT / name).read_text(), re.MULTILINE
        ):
            pins.setdefault(package.lower(), set()).add(version)
    must_be_empty((f"{p}: {sorted(v)}" for p, v in pins.items() if len(v) > 1), rule="Compile them together.")


def test_the_patterns_find_what_they_are_for() -> None:
    assert REGISTRIES.search("https://" + "PyPI" + ".org/simple")
    assert MACHINE_PATHS.search('open("/' + 'work/x.csv")')
    assert MACHINE_PATHS.search("cd /" + "tmp")
    assert not MACHINE_PATHS.search(
        "href=desk/work/ src/root https://host/tmp /working /work-list".replace("/work-", "/worklist-")
    )
    assert MAIL.search("wang.fang@" + "mail.cn")
    assert not MAIL.search("postgresql://postgres@127.0.0.1:5432")
    assert NOBODYS_MAIL.search("a@b.example.com")
    assert not NOBODYS_MAIL.search("a@contest")
