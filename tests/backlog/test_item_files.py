"""Item files: read with errors by line and column, brought all or nothing, written and read back."""

import os
from datetime import date
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from activity.models import Event
from backlog import item_files
from backlog.models import Item, ItemImport
from teams.models import Membership
from tests.cast import make_cast

ZONE = ZoneInfo("Europe/Stockholm")
TODAY = date(2026, 6, 1)
HEADER = "kind,title,description,team,source_url,created,owner,status\n"
DATA = Path(os.environ.get("IMPROVEMENT_TEST_DATA", Path(__file__).parents[2] / ".." / "shared" / "data"))


def read(text: str | bytes) -> item_files.Reading:
    content = text if isinstance(text, bytes) else text.encode()
    return item_files.read(content, ZONE, TODAY)


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"", 1, ""),
        (b"kind,title\n", 1, ""),
        (b"kind,name\nimpediment,x\n", 1, "title"),
        (HEADER.encode() + b"impediment,a\0b,,,,,,\n", 2, ""),
        (HEADER.encode() + "impediment,Grün,,,,,,\n".encode("latin-1"), 2, ""),
        (HEADER.encode() + b"wish,A,,,,,,\n", 2, "kind"),
        (HEADER.encode() + b"impediment,A,,,,,,half\n", 2, "status"),
        (HEADER.encode() + b"impediment,,,,,,,\n", 2, "title"),
        (HEADER.encode() + b"impediment,A,,,javascript:alert(1),,,\n", 2, "source_url"),
        (HEADER.encode() + b"impediment,A,,,,0000-01-01,,\n", 2, "created"),
        (HEADER.encode() + b"impediment,A,,,,2026-06-02,,\n", 2, "created"),
        (HEADER.encode() + b"impediment,A,,,,31/05/2026,,\n", 2, "created"),
        (HEADER.encode() + b"impediment,A\n", 2, ""),
        (HEADER.encode() + b'impediment,"A\nB",,,,,,\nimpediment,,,,,,,\n', 4, "title"),
        (HEADER.encode() + b'impediment,"A,,,,,,\n', 2, ""),
        (HEADER.encode() + b"impediment," + b"x" * 201 + b",,,,,,\n", 2, "title"),
    ],
)
def test_every_error_names_its_line_and_column(content, line, column):
    problems = read(content).problems
    assert [(problem.line, problem.column) for problem in problems] == [(line, column)]


def test_a_spreadsheets_mark_and_semicolons_are_read():
    reading = read("\ufeffKind;Title;Status\nimprovement;A;done\n")
    assert [(row.kind, row.title, row.done) for row in reading.rows] == [("improvement", "A", True)]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\tx", "'=1", "''=1", "'", "''", "plain", "'quoted'", ""]
)
def test_a_formula_is_guarded_and_read_back(cell):
    guarded = item_files.guarded(cell)
    assert guarded[:1] not in ("=", "+", "-", "@", "\t", "\r") or not cell
    assert item_files.unguarded(guarded) == cell


@pytest.mark.django_db
class TestBringing:
    @pytest.fixture(autouse=True)
    def people(self):
        self.cast = make_cast()

    def bring(self, text: str, *, by=None, team=None, dry_run=False) -> ItemImport:
        brought = ItemImport.start(
            team=team or self.cast.red,
            file_name="list.csv",
            content=(HEADER + text).encode(),
            dry_run=dry_run,
            by=by or self.cast.admin,
        )
        brought.run()
        return brought

    def test_an_administrators_rows_are_new_only_for_a_named_team(self):
        brought = self.bring(
            "impediment,Named,,blue,,2026-01-02,Manager,\n"
            "impediment,Unnamed,,,,,,\n"
            "improvement,Finished,,Green,,2025-03-04,Somebody else,done\n"
        )
        assert brought.outcome == {"new": 1, "confirmed": 1, "proposed": 1, "known": 0}
        named, unnamed, finished = Item.objects.order_by("number")
        assert (named.team, named.state, named.owner) == (self.cast.blue, "new", self.cast.manager)
        assert (unnamed.team, unnamed.state) == (self.cast.red, "proposed")
        assert finished.confirmed_at == finished.created and finished.created.date() == date(2025, 3, 4)
        event = Event.objects.about("item", finished.pk).get()
        assert (event.name, event.human, event.data["owner"]) == ("imported", False, "Somebody else")

    def test_an_administrator_who_is_a_member_is_an_administrator(self):
        Membership.objects.create(user=self.cast.admin, team=self.cast.red)
        brought = self.bring(
            "impediment,Unnamed,,,,,,\nimpediment,Foreign,,Far,,,,done\nimpediment,Of others,,Blue,,,,\n"
        )
        assert brought.outcome == {"new": 1, "confirmed": 0, "proposed": 2, "known": 0}
        new = Item.objects.get(state="new")
        assert (new.title, new.team, new.from_outside) == ("Of others", self.cast.blue, False)

    def test_what_a_member_brings_of_another_origin_is_a_proposal(self):
        """What names no team is filed for the own one, as by hand; what names another is not theirs."""
        self.cast.green.deactivate(by=self.cast.admin)
        brought = self.bring(
            "impediment,Ours,,,,,,\n"
            "impediment,By name,, RED ,,,,\n"
            "impediment,Unknown,,Elsewhere,,,,\n"
            "impediment,Foreign,,Far,,,,done\n"
            "impediment,Ended,,Green,,,,\n",
            by=self.cast.member,
        )
        assert brought.outcome == {"new": 2, "confirmed": 0, "proposed": 3, "known": 0}
        for item in Item.objects.filter(title__in=["Unknown", "Foreign", "Ended"]):
            assert (item.state, item.from_outside, item.team) == ("proposed", True, self.cast.red)
        assert Item.objects.get(title="Unknown").team_text == "Elsewhere"

    def test_a_member_brings_for_the_own_team_only(self):
        refused = self.bring("impediment,Theirs,,Blue,,,,\n", by=self.cast.member)
        assert [(row["line"], row["column"]) for row in refused.problems] == [(2, "team")]

    def test_it_is_all_or_nothing(self):
        brought = self.bring("impediment,Fine,,,,,,\nwish,Wrong,,,,,,\n")
        assert brought.state == "refused" and not Item.objects.exists()

    def test_a_dry_run_stores_nothing(self):
        assert self.bring("impediment,Fine,,Red,,,,\n", dry_run=True).outcome["new"] == 1
        assert not Item.objects.exists() and not Event.objects.exists()

    def test_the_same_file_twice_makes_no_item_twice(self):
        text = (
            "impediment,Fine,,Red,https://example.org/a,,,\nimpediment,Fine,,Red,https://example.org/a,,,\n"
        )
        assert self.bring(text).outcome["new"] == 1
        item = Item.objects.get()
        item.edit(title="Changed since", by=self.cast.member)
        again = self.bring(text)
        assert (again.outcome["known"], Item.objects.count()) == (2, 1)

    def test_what_ran_once_does_not_run_again(self):
        brought = self.bring("impediment,Fine,,Red,,,,\n")
        brought.run()
        assert Item.objects.count() == 1

    def test_what_is_exported_is_read_back_and_known(self):
        self.bring(
            'impediment,"=1+1, ""quoted""","- a\n- b",Red,,2026-01-02,Somebody,\nimpediment,Open,,,,,,\n'
        )
        Item.file(team=self.cast.red, title="By hand", by=self.cast.member)
        Item.propose(team=self.cast.red, title="Proposed by hand", by=self.cast.expert)
        text = "".join(item_files.write(Item.objects.order_by("number")))
        reading = item_files.read(text.encode(), ZONE, self.cast.group.today())
        assert [row.title for row in reading.rows][0] == '=1+1, "quoted"'
        assert reading.rows[0].description == "- a\n- b" and reading.rows[0].owner == "Somebody"
        brought = ItemImport.start(
            team=self.cast.red, file_name="x", content=text.encode(), dry_run=False, by=self.cast.admin
        )
        brought.run()
        assert brought.outcome["known"] == 4

    def test_a_file_wakes_the_worker_after_the_commit(self, monkeypatch, django_capture_on_commit_callbacks):
        sent = []
        monkeypatch.setattr(
            "celery.current_app.send_task", lambda name, **options: sent.append((name, options))
        )
        with django_capture_on_commit_callbacks(execute=True):
            brought = ItemImport.start(
                team=self.cast.red, file_name="x", content=b"a", dry_run=True, by=self.cast.admin
            )
        assert sent == [("backlog.tasks.run_import", {"args": [str(brought.pk)], "retry": False})]

    def test_the_commands_try_bring_and_write(self, tmp_path, capsys):
        file = tmp_path / "items.csv"
        file.write_text(HEADER + "impediment,Slow builds,,Red,,,,\n")
        call_command("import_items", str(file), "--team", "Red", "--dry-run")
        assert not Item.objects.exists()
        call_command("import_items", str(file), "--team", "Red")
        assert Item.objects.get().title == "Slow builds"
        capsys.readouterr()
        call_command("export_items", "--product-group", "payments")
        header, row = capsys.readouterr().out.splitlines()
        assert header == "kind,title,description,team,source_url,created,owner,status"
        assert row.startswith("impediment,Slow builds,,Red,")

    def test_real_items(self, capsys):
        if not (DATA / "items.csv").exists():
            pytest.skip(f"no items.csv in {DATA} (IMPROVEMENT_TEST_DATA)")
        reading = item_files.read((DATA / "items.csv").read_bytes(), ZONE, TODAY)
        assert not reading.problems
        call_command("import_items", str(DATA / "items.csv"), "--team", "Red")
        made = Item.objects.count()
        assert 0 < made <= len(reading.rows)
        call_command("import_items", str(DATA / "items.csv"), "--team", str(self.cast.red.pk))
        assert Item.objects.count() == made
        with pytest.raises(CommandError):
            call_command("import_items", str(DATA / "items.csv"), "--team", "Nobody's")
        capsys.readouterr()
        call_command("export_items", "--product-group", "payments")
        written = capsys.readouterr().out
        assert item_files.read(written.encode(), ZONE, TODAY).problems == []


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_the_same_moment_make_no_item_twice():
    cast = make_cast()
    content = (HEADER + "".join(f"impediment,Item {n},,Red,,,,\n" for n in range(50))).encode()
    brought = [
        ItemImport.start(team=cast.red, file_name="x", content=content, dry_run=False, by=cast.admin)
        for _turn in range(2)
    ]

    def run(one):
        one.run()
        connection.close()

    threads = [Thread(target=run, args=[one]) for one in brought]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Item.objects.count() == 50
