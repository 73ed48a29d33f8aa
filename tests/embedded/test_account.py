"""The account that runs the servers, and programs that it could not reach by itself."""

import os
import pwd
import subprocess

import pytest

from improvement.embedded import account as accounts
from improvement.embedded.home import Home
from improvement.embedded.postgres import PACKAGE
from improvement.embedded.trouble import Trouble

NOBODY = pwd.getpwnam("nobody")


def test_programs_behind_a_closed_folder_run_from_a_copy(home, monkeypatch):
    """With the libraries that they look for beside their package."""
    monkeypatch.setattr(accounts, "first_closed", lambda folder, account: folder)
    folder = accounts.reachable(PACKAGE, "pginstall18", Home(home), NOBODY)
    assert home in folder.parents
    answer = subprocess.run([folder / "bin" / "initdb", "--version"], capture_output=True, text=True)
    assert answer.stdout.startswith("initdb (PostgreSQL) 18"), answer.stderr


def test_programs_that_can_be_reached_stay_where_they_are(home):
    assert accounts.reachable(PACKAGE, "pginstall18", Home(home), None) == PACKAGE / "pginstall18"


def test_root_runs_the_servers_as_the_owner_of_their_data(home):
    data = home / "postgres"
    data.mkdir()
    if os.geteuid() == 0:
        os.chown(data, NOBODY.pw_uid, NOBODY.pw_gid)
        assert accounts.server_account(Home(home), PACKAGE).pw_name == "nobody"
    else:
        assert accounts.server_account(Home(home), PACKAGE) is None


def test_data_of_another_user_is_refused(home, monkeypatch):
    (home / "postgres").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY.pw_uid)
    with pytest.raises(Trouble, match=f"The folder {home}.* belongs to"):
        accounts.server_account(Home(home), PACKAGE)


def test_a_folder_of_sockets_that_is_a_link_is_refused(home):
    """Somebody else may have put it into the system's temporary folder before us."""
    (home / "elsewhere").mkdir()
    (home / "run").symlink_to(home / "elsewhere")
    with pytest.raises(Trouble, match="belongs to another user"):
        accounts.own_folder(home / "run", None)
