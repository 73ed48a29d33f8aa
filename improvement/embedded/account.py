"""The account that runs the embedded servers: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from improvement.embedded.home import Home
from improvement.embedded.trouble import Trouble


def server_account(home: Home, programs: Path) -> pwd.struct_passwd | None:
    """The unprivileged account for the servers, or None where we are one already.

    As root: the owner of the data, of the home, of the project, or `nobody`, whichever first
    can enter the home folder. Raises `Trouble` naming the folder that none of them can enter.
    """
    if os.geteuid() != 0:
        _check_ours(home)
        return None
    closed = None
    for account in _candidates(home, programs):
        closed_to_this = first_closed(home.root, account)
        if closed_to_this is None:
            return account
        closed = closed or (account.pw_name, closed_to_this)
    name, folder = closed
    raise Trouble(
        f"PostgreSQL can't run as root, and the account {name} can't enter {folder}: "
        f"allow it (chmod o+x {folder}) or set IMPROVEMENT_HOME to a folder elsewhere."
    )


def first_closed(folder: Path, account: pwd.struct_passwd) -> Path | None:
    """The outermost folder on the way to `folder` that `account` can't enter, or None."""
    way = [*reversed(folder.parents), folder]
    test = 'for d; do [ -x "$d" ] || { printf %s "$d"; exit 1; }; done'
    answer = subprocess.run(
        ["/bin/sh", "-c", test, "sh", *(str(step) for step in way if step.exists())],
        cwd="/",
        capture_output=True,
        **as_account(account),
    )
    return Path(os.fsdecode(answer.stdout)) if answer.returncode else None


def as_account(account: pwd.struct_passwd | None) -> dict:
    """Options of `Popen` that make the child run as `account`."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def own_folder(folder: Path, account: pwd.struct_passwd | None, mode: int = 0o700) -> None:
    """Make `folder` if needed, for the servers alone. Someone else's folder is refused."""
    uid = os.geteuid() if account is None else account.pw_uid
    folder.mkdir(parents=True, exist_ok=True)
    owner = folder.lstat().st_uid
    if folder.is_symlink() or owner not in (uid, os.geteuid()):
        raise Trouble(f"The folder {folder} belongs to another user: remove it or set IMPROVEMENT_HOME.")
    if owner != uid:
        os.chown(folder, uid, account.pw_gid)
    folder.chmod(mode)


def reachable(package: Path, inner: str, home: Home, account: pwd.struct_passwd | None) -> Path:
    """The folder `inner` of an installed package, or a copy in the home where `account` can't enter it."""
    if account is None or first_closed(package / inner, account) is None:
        return package / inner
    _copy_once(package / inner, home.programs / package.name / inner)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():  # programs look for them beside their package
        _copy_once(libraries, home.programs / libraries.name)
    return home.programs / package.name / inner


def _copy_once(source: Path, target: Path) -> None:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(source, draft, symlinks=True)
        draft.rename(target)


def _candidates(home: Home, programs: Path) -> list[pwd.struct_passwd]:
    """Unprivileged accounts, the likeliest first: data that is there must stay readable to its owner."""
    owners = [path.stat().st_uid for path in (home.postgres_data, home.root, programs) if path.exists()]
    accounts = []
    for uid in owners:
        try:
            accounts.append(pwd.getpwuid(uid))
        except KeyError:
            continue
    accounts.append(pwd.getpwnam("nobody"))
    return [account for account in accounts if account.pw_uid != 0]


def _check_ours(home: Home) -> None:
    """Refuse a home that another user (often root) has filled or that can't be written."""
    for folder in (home.root, home.postgres_data, home.valkey_data):
        if folder.exists() and folder.stat().st_uid != os.geteuid():
            owner = folder.owner() if _has_name(folder) else folder.stat().st_uid
            if folder != home.root or not os.access(folder, os.W_OK | os.X_OK):
                raise Trouble(
                    f"The folder {folder} belongs to {owner}: start as that user, "
                    "or set IMPROVEMENT_HOME to a folder of your own."
                )


def _has_name(folder: Path) -> bool:
    try:
        folder.owner()
    except KeyError:
        return False
    return True
