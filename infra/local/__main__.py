"""`python -m infra.local <verb>`: up, down, status, token, demo, logs, clean."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from infra.local import deployment, emulator, fargate_process, verbs
from infra.local.accounts import ACCOUNTS, Account, Accounts
from infra.local.api import api_url
from infra.local.demo import SAMPLE, demo
from infra.local.deployment import Outputs
from infra.local.errors import LocalStackError
from infra.local.models import with_found_model
from infra.local.place import PRIVATE_UMASK, REGION, REPOSITORY, Place
from infra.local.process_table import process_table
from infra.local.processes import belonging
from infra.local.root import ROOT_KEY, root_secret

_LOG_LINES: Final = 40


def say(line: str) -> None:
    """Print one line without buffering."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _up(place: Place, _: argparse.Namespace) -> None:
    outputs = verbs.up(with_found_model(place, say), say)
    url, token = api_url(place, outputs), _developer_token(place, outputs)
    _write_client(place, url, token)
    sample = SAMPLE.relative_to(REPOSITORY)
    say(f"console    {console_url(url, token)}")
    say(f"API        {url}")
    say(f"AWS        {place.endpoint} (key: {ROOT_KEY}, secret: in {place.root_secret})")
    say("token      valid for one hour; `make token` prints a new one")
    say("")
    say(f"export REELWRIGHT_URL={url}")
    say(f"export REELWRIGHT_TOKEN={token}")
    say(
        'curl -sS $REELWRIGHT_URL/api/v1/jobs -H "authorization: Bearer $REELWRIGHT_TOKEN" -H \'content-type: '
        'application/json\' -d \'{"video_request": {"title": "Hello", "script_content": "The sea is deep. '
        "We have seen almost none of it.\"}}'"
    )
    say(f".venv/bin/reelwright submit {sample}    # the same from the command line")


def console_url(url: str, token: str) -> str:
    """Build the address that signs in by itself: a page's fragment never leaves the browser."""
    return f"{url}/#token={token}"


def _write_client(place: Place, url: str, token: str) -> None:
    """Write URL, token and the stack's place to the file that the client reads here, with access for the owner only."""
    path = place.folder / "client.json"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump({"url": url, "token": token, "stack": deployment.STACK, "emulator": _emulator_of(place)}, file)


def _emulator_of(place: Place) -> dict[str, str]:
    """Describe the emulator for commands of operators: endpoint, region and root key."""
    return {"endpoint": place.endpoint, "region": REGION, "key": ROOT_KEY, "secret": root_secret(place)}


def _developer_token(place: Place, outputs: Outputs) -> str:
    return Accounts.of(place, outputs).token(ACCOUNTS[0])


def _down(place: Place, _: argparse.Namespace) -> None:
    verbs.down(place, say)


def _clean(place: Place, _: argparse.Namespace) -> None:
    verbs.clean(place, say)


def _status(place: Place, _: argparse.Namespace) -> None:
    table = process_table()
    server, stand_in = emulator.running(place, table), fargate_process.running(place, table)
    say(f"emulator   {f'process {server.pid}, {place.endpoint}' if server else 'not running'}")
    say(f"fargate    {f'process {stand_in.pid}' if stand_in else 'not running'}")
    say(f"processes  {len(belonging(place.folder, table))} in total")
    if server:
        say(f"API        {api_url(place, deployment.outputs(place))}")


def _token(place: Place, arguments: argparse.Namespace) -> None:
    outputs = deployment.outputs(place)
    account = next((each for each in ACCOUNTS if arguments.who == each.email.partition("@")[0]), Account(arguments.who))
    token = Accounts.of(place, outputs).token(account)
    if account is ACCOUNTS[0]:
        _write_client(place, api_url(place, outputs), token)
    say(token)


def _demo(place: Place, arguments: argparse.Namespace) -> None:
    outputs = verbs.up(with_found_model(place, say), say)
    url, token = api_url(place, outputs), _developer_token(place, outputs)
    _write_client(place, url, token)
    film = demo(place, url=url, token=token, say=say, script=arguments.script)
    say(f"film: {film}")


def _logs(place: Place, _: argparse.Namespace) -> None:
    for path in sorted(place.logs.rglob("*.log")):
        say(f"==> {path}")
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        say("\n".join(lines[-_LOG_LINES:]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parsers = parser.add_subparsers(required=True, metavar="verb")
    verb: dict[str, tuple[Callable[[Place, argparse.Namespace], None], str]] = {
        "up": (_up, "start the emulator, deploy the app, print its URL and a token"),
        "down": (_down, "stop all processes of the stack; keep its data"),
        "status": (_status, "show the running processes"),
        "token": (_token, "print a new token"),
        "demo": (_demo, "start the stack and make a film"),
        "logs": (_logs, f"print the last {_LOG_LINES} lines of every log"),
        "clean": (_clean, "stop all processes and remove the data"),
    }
    made = {}
    for name, (run, summary) in verb.items():
        made[name] = parsers.add_parser(name, help=summary)
        made[name].set_defaults(run=run)
    made["token"].add_argument("who", nargs="?", default="developer", help="developer, operator or an e-mail address")
    made["demo"].add_argument("--script", type=Path, default=SAMPLE, help="a text file to make the film from")
    return parser


def main() -> int:
    """Run one verb. Exit codes: 0; 1 after an error, which is one line on stderr; 130 after Ctrl-C."""
    arguments = _parser().parse_args()
    os.umask(PRIVATE_UMASK)
    try:
        arguments.run(Place.from_environment(), arguments)
    except LocalStackError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; started processes keep running: `make down` stops them\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
